"""Countries, their people and their capitals (data only): `Country: demonyms / capital`, lower case, folded."""

COUNTRIES = """
afghanistan: afghan / kabul
albania: albanian / tirana
algeria: algerian / algiers
angola: angolan / luanda
argentina: argentine argentinian argentinean / buenos aires
armenia: armenian / yerevan
australia: australian aussie / canberra
austria: austrian / vienna
azerbaijan: azerbaijani azeri / baku
bahrain: bahraini / manama
bangladesh: bangladeshi / dhaka
belarus: belarusian belarussian / minsk
belgium: belgian / brussels
benin: beninese / porto novo
bhutan: bhutanese / thimphu
bolivia: bolivian / la paz
bosnia: bosnian / sarajevo
botswana: botswanan / gaborone
brazil: brazilian / brasilia
britain: british, briton, brit, uk, united kingdom / london
bulgaria: bulgarian / sofia
burundi: burundian / gitega
cambodia: cambodian / phnom penh
cameroon: cameroonian / yaounde
canada: canadian / ottawa
chad: chadian / n'djamena
chile: chilean / santiago
china: chinese / beijing
colombia: colombian / bogota
congo: congolese drc / kinshasa
costa rica: costa rican, / san jose
croatia: croatian croat / zagreb
cuba: cuban / havana
cyprus: cypriot / nicosia
czech republic: czech czechia / prague
denmark: danish dane / copenhagen
dominican republic: dominican / santo domingo
ecuador: ecuadorian ecuadorean / quito
egypt: egyptian / cairo
el salvador: salvadoran / san salvador
england: english englishman englishwoman /
eritrea: eritrean / asmara
estonia: estonian / tallinn
ethiopia: ethiopian / addis ababa
fiji: fijian / suva
finland: finnish finn / helsinki
france: french frenchman frenchwoman frenchmen / paris
gabon: gabonese / libreville
gambia: gambian / banjul
georgia: georgian / tbilisi
germany: german / berlin
ghana: ghanaian / accra
greece: greek / athens
guatemala: guatemalan / guatemala city
guinea: guinean / conakry
guyana: guyanese / georgetown
haiti: haitian / port au prince
honduras: honduran / tegucigalpa
hungary: hungarian / budapest
iceland: icelandic icelander / reykjavik
india: indian / new delhi
indonesia: indonesian / jakarta
iran: iranian / tehran
iraq: iraqi / baghdad
ireland: irish irishman irishwoman / dublin
israel: israeli / jerusalem
italy: italian / rome
ivory coast: ivorian / abidjan
jamaica: jamaican / kingston
japan: japanese / tokyo
jordan: jordanian / amman
kazakhstan: kazakh kazakhstani / astana
kenya: kenyan / nairobi
kosovo: kosovar kosovan / pristina
kuwait: kuwaiti / kuwait city
kyrgyzstan: kyrgyz / bishkek
laos: laotian lao / vientiane
latvia: latvian / riga
lebanon: lebanese / beirut
liberia: liberian / monrovia
libya: libyan / tripoli
lithuania: lithuanian / vilnius
luxembourg: luxembourgish luxembourger /
madagascar: malagasy / antananarivo
malawi: malawian / lilongwe
malaysia: malaysian / kuala lumpur
mali: malian / bamako
malta: maltese / valletta
mauritania: mauritanian / nouakchott
mexico: mexican / mexico city
moldova: moldovan / chisinau
mongolia: mongolian / ulaanbaatar
montenegro: montenegrin / podgorica
morocco: moroccan / rabat
mozambique: mozambican / maputo
myanmar: burmese burma / naypyidaw
namibia: namibian / windhoek
nepal: nepali nepalese / kathmandu
netherlands: dutch dutchman dutchwoman holland / amsterdam
new zealand: new zealander, kiwi / wellington
nicaragua: nicaraguan / managua
niger: nigerien / niamey
nigeria: nigerian / abuja
north korea: north korean, / pyongyang
norway: norwegian / oslo
oman: omani / muscat
pakistan: pakistani / islamabad
palestine: palestinian / ramallah
panama: panamanian / panama city
paraguay: paraguayan / asuncion
peru: peruvian / lima
philippines: filipino filipina philippine / manila
poland: polish pole / warsaw
portugal: portuguese / lisbon
qatar: qatari / doha
romania: romanian / bucharest
russia: russian / moscow
rwanda: rwandan / kigali
saudi arabia: saudi / riyadh
scotland: scottish scot scots / edinburgh
senegal: senegalese / dakar
serbia: serbian serb / belgrade
sierra leone: sierra leonean, / freetown
singapore: singaporean /
slovakia: slovak slovakian / bratislava
slovenia: slovenian slovene / ljubljana
somalia: somali / mogadishu
south africa: south african, / pretoria
south korea: south korean, / seoul
spain: spanish spaniard / madrid
sri lanka: sri lankan, / colombo
sudan: sudanese / khartoum
sweden: swedish swede / stockholm
switzerland: swiss / bern
syria: syrian / damascus
taiwan: taiwanese / taipei
tajikistan: tajik / dushanbe
tanzania: tanzanian / dodoma
thailand: thai / bangkok
togo: togolese / lome
tunisia: tunisian / tunis
turkey: turkish turk turkiye / ankara
turkmenistan: turkmen / ashgabat
uganda: ugandan / kampala
ukraine: ukrainian / kyiv
united arab emirates: emirati uae / abu dhabi
united states: american us usa america / washington
uruguay: uruguayan / montevideo
uzbekistan: uzbek / tashkent
venezuela: venezuelan / caracas
vietnam: vietnamese / hanoi
wales: welsh welshman welshwoman / cardiff
yemen: yemeni / sanaa
zambia: zambian / lusaka
zimbabwe: zimbabwean / harare
europe: european /
africa: african /
asia: asian /
""".strip()

ACRONYMS = """
ap: associated press
afp: agence france presse
un: united nations
eu: european union
us: united states
usa: united states
uk: united kingdom
uae: united arab emirates
au: african union
who: world health organization
imf: international monetary fund
nato: north atlantic treaty organization
icrc: international committee of the red cross
ngo: non governmental organization
fbi: federal bureau of investigation
cia: central intelligence agency
""".strip()
