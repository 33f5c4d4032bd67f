"""Word lists of the generators (data only): each a text of words, split where it is read."""

WOMEN = """
Aisha Alice Alicia Amara Amina Amy Ana Andrea Angela Anita Anna Anne Ayesha Barbara Beatriz Camila Carla Carmen
Caroline Catherine Charlotte Chloe Christine Clara Claire Claudia Daniela Deborah Diana Dora Elena Elisa
Elizabeth Ella Ellen Emily Emma Esther Eva Fatima Fiona Florence Francesca Gabriela Grace Hanna Hannah Heather
Helen Helena Ingrid Irena Irene Irina Irma Isabel Jane Janet Jennifer Jessica Joan Joanna Julia Karen Katarina
Kate Katherine Laila Laura Leila Lena Linda Lisa Lucia Lucy Magda Margaret Maria Marta Martha Mary Maryam Mei
Mercedes Michelle Milena Mira Miriam Monica Nadia Natalia Natasha Nicole Nina Nora Olga Olivia Patricia Paula
Petra Priya Rachel Rebecca Renata Rosa Rose Ruth Sabine Sally Samira Sandra Sara Sarah Silvia Sofia Sonia Sophie
Susan Svetlana Sylvia Tamara Tanya Tatiana Teresa Valentina Vera Victoria Yasmin Ylva Yuki Zainab Zara
"""

MEN = """
Aaron Abdul Adam Adrian Ahmed Alan Albert Alejandro Alex Alexander Alfred Ali Amir Andreas Andrew Anthony
Antonio Arthur Ben Benjamin Bernard Boris Brian Bruno Carlos Charles Chris Christian Christopher Colin Daniel
David Dennis Diego Dmitri Donald Douglas Edward Emil Emmanuel Eric Erik Ernesto Ethan Felix Fernando Francis
Francisco Frank Fred Frederick Gary George Gerald Giovanni Gordon Graham Gregory Gustavo Hans Harold Harry
Hassan Henrik Henry Howard Hugo Hussein Ian Ibrahim Igor Ivan Jack Jacob Jakob James Jan Javier Jean Jeffrey Jim
Joe John Jonathan Jorge Jose José Joseph Joshua Juan Julian Karl Keith Kenneth Kevin Khalid Klaus Kofi Kwame
Lars Larry Leonard Lorenzo Louis Luca Luis Luke Manuel Marco Marek Mario Mark Martin Matthew Max Michael Miguel
Mohamed Mohammed Nathan Nicholas Nicolas Nikolai Nils Oleg Oliver Omar Oscar Pablo Patrick Paul Pavel Pedro
Peter Philip Pierre Rafael Ralph Ravi Raymond Ricardo Richard Robert Roberto Roger Roland Ronald Samuel Sanjay
Scott Sergei Sergio Simon Stefan Stephen Steve Steven Stuart Tariq Theodore Thomas Tim Tom Tomas Victor Viktor
Vincent Vladimir Walter William Wolfgang Yusuf Zoran
"""

CITIES = """
Amsterdam Athens Atlanta Auckland Bangkok Barcelona Beijing Belgrade Berlin Birmingham Bogotá Boston Bristol
Brussels Bucharest Budapest Cairo Caracas Chicago Copenhagen Dakar Dallas Delhi Detroit Dublin Edinburgh
Frankfurt Geneva Glasgow Hamburg Hanoi Havana Helsinki Houston Istanbul Jakarta Johannesburg Karachi Kyiv Lagos
Lima Lisbon Liverpool London Lyon Madrid Manchester Manila Marseille Melbourne Miami Milan Montreal Moscow
Mumbai Munich Nairobi Naples Oslo Ottawa Paris Philadelphia Prague Riga Rome Rotterdam Santiago Seattle Seoul
Seville Shanghai Singapore Sofia Stockholm Sydney Tehran Tokyo Toronto Turin Vancouver Venice Vienna Warsaw
Zagreb Zurich
"""

TITLES = """
President Minister Director Chairman Chairwoman Mayor Governor Senator Judge Justice Prosecutor Spokesman
Spokeswoman Ambassador General Colonel Captain Major Sergeant Commander Admiral Inspector Commissioner Professor
Doctor Dr Mr Mrs Ms Bishop Coach Chancellor Premier Speaker Detective Councillor Secretary Officer minister
director chairman chairwoman mayor governor judge prosecutor spokesman spokeswoman ambassador professor manager
leader lawyer captain coach singer striker researcher analyst economist author actor actress pilot engineer
executive secretary driver farmer teacher editor organiser owner founder president chief historian biologist
geologist resident climber sculptor composer conductor
"""

NOT_NAMES = """
Foreign Finance Prime Interior Defence Health The North South East West New San Saint National Central
Democratic
"""

BETWEEN_PEOPLE = """
accused acquired advised appointed arrested attacked backed beat blamed bought captured charged condemned
contacted convicted criticised criticized defeated defended denounced deported detained dismissed elected
employed endorsed evicted expelled fined freed helped hired hosted injured interviewed invaded invited kidnapped
killed nominated opposed ousted outbid overthrew overtook paid praised promoted questioned released replaced
represented rescued robbed sacked shot succeeded sued supported suspended taught thanked threatened trained
visited warned wounded
"""

BODIES = """
company firm bank court government ministry police army party union council club team group board parliament
senate university agency authority committee commission coalition opposition embassy regulator bidder crew
family gang navy troops forces state county prosecutors rebels couple majority tribe clan network newspaper
broadcaster airline carrier insurer supplier contractor developer operator charity church federation league
association ministry office alliance bloc president chancellor minister king queen emperor duke count lord
bishop striker champion side house
"""

DOUBLED = """
admit ban bar beg bet cancel clap commit compel control cut defer dip drag drop equip expel grab grip hit hop
infer jog knit let nab nod occur omit patrol permit pin plan plot propel quit refer regret repel rob rub scrap
scrub shed shop shut skip slam slap slip snap split spot stab star step stop strip submit swap tap top transfer
transmit trap travel trim trip tug unplug wrap zip
"""

MORE_VERBS = """
direct found compose host star attack nominate record found compile conduct capture inspire award translate
commission demolish depict establish finance invent manufacture own paint photograph pioneer ratify rename
restore revise sponsor criticise criticize condemn indict detain deport extradite acquit acquire evacuate cause
operate hire approve announce serve occupy defeat describe edit illustrate perform produce publish design
influence assassinate denounce kidnap interview promote evict oust outbid overthrow rescue nominate condemn
represent expel
"""

LIGHT = """
a after an and are as at be been before being but by did do does for from had has have he her his in is it its
not of on or said says she that the their they this to was were which who will with would
"""

SENTENCE_OPENERS = """
About After All And Another As At Before But By For From Her His In Its Just Of Officials On Only Police Since
Some The Their These Those Until When While With
"""

# Opposites, `one other` between bars; `near far from` stands one way only.
ANTONYMS = """
rose fell|rises falls|rising falling|increased decreased|increases decreases|increase decrease|
increasing decreasing|grew shrank|growing shrinking|gained lost|accepted rejected|accepts rejects|
approved rejected|approves rejects|opened closed|opens closes|supported opposed|supports opposes|
convicted acquitted|guilty innocent|alive dead|higher lower|highest lowest|larger smaller|largest smallest|
biggest smallest|oldest youngest|older younger|stronger weaker|faster slower|cheaper dearer|best worst|
better worse|more fewer|north south|northern southern|east west|eastern western|allowed banned|allows bans|
allowed forbidden|upheld overturned|hired fired|majority minority|inside outside|before after|above below|
praised criticised|praises criticises|succeeded failed|survived died|won lost|legalised outlawed|
expanded shrank|raised lowered|raises lowers|widened narrowed|easier harder|possible impossible|
married unmarried|public secret|strengthened weakened|arrived departed|bought sold|buys sells|agreed refused|
remained left|male female|full empty|safe dangerous|popular unpopular|successful unsuccessful|
lengthened shortened|begins ends|began ended|earlier later|early late|richer poorer|confirmed denied|
confirms denies|included excluded|likely unlikely|able unable|near far from|encouraged discouraged|
improved worsened|permanent temporary|freed jailed|unanimously narrowly|victory defeat|ally enemy|loss profit|
tightened loosened|doubled halved
"""

# Words that have their opposite only in some company: what must follow them, and the words.
FOLLOWS = {
    r" (?:the|a|an|his|her|its|their) (?:\w+ )?"
    r"(?:election|vote|match|case|appeal|seat|title|final|game|race|war|battle)\b": "won lost",
    r" (?:the|a|an|his|her|its|their) (?:[\w-]+ ){0,2}"
    r"(?:bill|plan|proposal|motion|measure|law|ban|move|strike|deal|treaty|candidate|reform|candidacy|war|merger|idea|"
    r"call|project|tax|amendment|policy)\b": "supports opposes supported opposed",
    r" (?:the|its|their) (?:\w+ )?(?:price|rate|tax|age|limit|fee|wage)": "raised",
    r"(?: (?:by|to|from|in|sharply|slightly|again|\d)|[.,]|$)": "rose fell grew shrank rises falls",
    r" (?!for )": "freed jailed",
    r"(?! for\b)(?!.*\bto\b)": "bought sold buys sells",
    r"(?! (?:\d|an? |one|two|three|four|five|six|seven|eight|nine|ten|years|months|weeks|days|hours|that\b))": (
        "before after"
    ),
    r" (?:\d|more|points|ground)": "gained",
    r"(?: (?:in|on|at|its|the)|[.,]|$)": "opened closed",
    r" (?:in|on|at)\b": "begins ends began ended",
    r" (?:in|of)\b": "increase decrease majority minority",
    r" of\b": "north south east west loss",
    r" to [a-z]+ ": "agreed refused",
    r" to\b": "allowed able unable",
    r" in\b": "early late succeeded",
    r" than\b": "earlier later",
    r" (?:people|men|women|\w+s) than": "more fewer",
    r" in (?:the|his|her|office)": "remained",
    r" (?:the country|office|the city|the party)": "left",
    r" (?:the|[A-Z])": "near",
    r" (?:in|a|the)\b": "included",
    r"(?: of\b|[.,]|$)": "full innocent guilty",
    r"(?: to\b|[.,]|$)": "possible",
    r"(?:[.,]|$)": "married public failed",
    r"(?:[., ]|$)": "died",
    r" [a-z\d]": "best above below",
}

# Forms that are past of one verb and base, noun or past of another: not read as a verb in the past.
AMBIGUOUS_PAST = """
left found read put set cut hit cost let hurt bore lay wound shed cast spread split quit rent saw bound ground felt
founded
"""

# Words that make a past form behind them an adjective, a participle or a noun.
BEFORE_ADJECTIVE = """
the a an his her its their by of to be been in most newly on with for
"""

# Countries whose names are also something else, or take an article or a plural.
ODD_COUNTRIES = """
netherlands philippines maldives bahamas comoros seychelles chad jordan georgia guinea england scotland wales
niger congo
"""
