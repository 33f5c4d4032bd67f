"""Small words, verbs and their irregular forms, people, relations and titles (data only)."""

DETERMINERS = """the a an this that these those its his her their our my your each every another such both either what
whatever""".split()
PREPOSITIONS = """of in on at by for with from to into onto over under about against between among through during
before after since until till near off out up down around along across behind beyond within without toward towards
upon per via despite amid amidst like unlike as than inside outside beside besides above below except following
including according because due""".split()
CONJUNCTIONS = "and or but nor yet so".split()
SUBORDINATORS = """that which who whom whose when where while whereas although though because if unless whether after
before since until as once why how""".split()
PRONOUNS = """he she it they we i you him them us me himself herself itself themselves who whom which whose what this
these those one ones others other someone anyone everyone somebody anybody everybody something anything everything
there here his hers theirs mine ours yours""".split()
AUXILIARIES = """is are was were be been being am has have had having do does did doing isn't aren't wasn't weren't
hasn't haven't hadn't doesn't don't didn't ain't""".split()
MODALS = """will would can could may might must shall should won't wouldn't can't couldn't mustn't shan't shouldn't
cannot ought""".split()
NEGATORS = "not no never none nobody nothing neither nor nowhere without cannot".split()
NEGATING_VERBS = (
    "fail refuse decline deny avoid forget neglect forbid ban bar prevent prohibit dispute reject doubt".split()
)
ADVERBS = """also then now already still yet just only even again ever very too quite almost nearly about around so
rather instead however therefore meanwhile soon later earlier ago together apart away back here there today yesterday
tomorrow tonight once twice often always sometimes usually perhaps maybe far much more most less least well better
alone up down off out over together abroad home overnight first last""".split()
LIGHT = """be is are was were been being am has have had having do does did will would can could may might must shall
should get got make made take took taken go went gone come came give gave given put set keep kept the a an of in on at
by for with from to into and or but as that this these those it its he she they his her their them him who whom which
whose what when where while not no there here also than then so such up out off over about after before during between
more most other others some any all both each very just only even still already yet one ones whose us we our you your
i my me because if whether since until under against per via s n't said say says saying according told tell tells own
same new 'll 've 're 'd had""".split()

VERBS = """accept act add admit agree aim allow announce answer appear apply approach approve argue arrange arrive ask
attack attend avoid back ban bar base battle beat become begin believe belong block blow board bomb borrow break bring
broadcast build burn burst bury buy call cancel carry catch celebrate change charge chase check choose cite claim
clear climb close collapse collect come commit compare compete complain complete concern conduct confirm confront
connect consider contact contain continue control convict cope cost count cover crash create cross cut damage deal
decide declare decline defend delay deliver demand deny depart depend describe design destroy detain determine develop
die disappear discuss dismiss drag draw dream dress drink drive drop drown earn eat elect employ end enjoy enter
escape establish estimate evacuate examine exceed exclude expand expect expel explain explode extend face fail fall
favour fear feed feel fight file fill find fine finish fire fit fix flee float flood fly follow forbid force forecast
forget forgive form found free freeze gain gather get give go grant grow guard guess halt hand handle hang happen harm
head hear help hide hire hit hold hope host hunt hurt identify ignore import impose improve include increase inform
injure insist install intend intervene invest investigate invite involve issue jail join judge jump keep kick kidnap
kill knock know lack land last laugh launch lay lead lean learn leave lend let lie lift light like limit link list
listen live load lock look lose love lower maintain make manage march mark marry match matter mean measure meet
mention merge miss move name need note notice obtain occupy occur offer open operate oppose order organise overturn
owe own paint park participate pass pay perform permit persuade pick place plan plant play plead pledge point post
postpone praise predict prefer prepare present press prevent produce promise promote propose protect protest prove
provide publish pull punish purchase push put quit raise reach read receive recognise recommend recover recruit reduce
refer reflect refuse regret reject release remain remember remove rename rent repair repeat replace reply report
represent request require rescue resign resist resolve respond rest restore result resume retire return reveal reverse
ride ring rise risk rob rule run rush sack sail save say scrap score search secure see seek seem seize sell send
sentence separate serve set settle shake share shed shoot show shut sign sing sink sit slash sleep slide slip slow
smash speak spend split spread stage stand start state stay steal step stick stop store strike strip struggle study
submit succeed sue suffer suggest supply support suppose surge surprise surrender surround survive suspect suspend
swear swim take talk teach tear tell tend test testify thank think threaten throw tie top touch tour trace track trade
train transfer transport trap travel treat trigger trust try turn understand unveil uphold urge use visit vote wait
walk want warn wash watch wear weigh welcome win withdraw withhold witness work worry wound wreck write yield veto
sponsor back mediate broker inspect license overtake outnumber capsize anchor negotiate swap exchange switch rebook
reopen rehome fund ratify repay rig smuggle lodge quash""".split()

IRREGULAR = """arise arose arisen|be was been|bear bore borne|beat beat beaten|become became become|begin began begun|
bend bent bent|bind bound bound|bite bit bitten|bleed bled bled|blow blew blown|break broke broken|breed bred bred|
bring brought brought|build built built|burn burnt burnt|buy bought bought|catch caught caught|choose chose chosen|
cling clung clung|come came come|creep crept crept|deal dealt dealt|dig dug dug|do did done|draw drew drawn|
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|fight fought fought|
find found found|flee fled fled|fling flung flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten|
forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone|grind ground ground|
grow grew grown|hang hung hung|hear heard heard|hide hid hidden|hold held held|keep kept kept|kneel knelt knelt|
know knew known|lay laid laid|lead led led|leap leapt leapt|learn learnt learnt|leave left left|lend lent lent|
lie lay lain|light lit lit|lose lost lost|make made made|mean meant meant|meet met met|overcome overcame overcome|
overtake overtook overtaken|overthrow overthrew overthrown|pay paid paid|plead pled pled|prove proved proven|
repay repaid repaid|ride rode ridden|ring rang rung|rise rose risen|run ran run|say said said|see saw seen|
seek sought sought|sell sold sold|send sent sent|shake shook shaken|shine shone shone|shoot shot shot|
show showed shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat sat|slay slew slain|sleep slept slept|
slide slid slid|speak spoke spoken|spend spent spent|spin spun spun|stand stood stood|steal stole stolen|
stick stuck stuck|sting stung stung|strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|
swing swung swung|take took taken|teach taught taught|tear tore torn|tell told told|think thought thought|
throw threw thrown|undergo underwent undergone|understand understood understood|undertake undertook undertaken|
uphold upheld upheld|wake woke woken|wear wore worn|weave wove woven|win won won|wind wound wound|
withdraw withdrew withdrawn|withhold withheld withheld|write wrote written|outbid outbid outbid|dive dove dived|
cut cut cut|hit hit hit|put put put|set set set|shut shut shut|let let let|quit quit quit|split split split|
spread spread spread|cost cost cost|hurt hurt hurt|burst burst burst|shed shed shed|bet bet bet|bid bid bid|
read read read|rid rid rid|cast cast cast|broadcast broadcast broadcast|upset upset upset""".replace("\n", "")
UNCHANGED_PAST = set("cut hit put set shut let quit split spread cost hurt burst shed bet bid read cast upset".split())

PLURALS = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "persons": "person", "lives": "life",
    "wives": "wife", "mice": "mouse", "feet": "foot", "teeth": "tooth", "thieves": "thief", "wolves": "wolf",
    "halves": "half", "knives": "knife", "leaves": "leave", "policemen": "policeman", "spokesmen": "spokesman",
    "fishermen": "fisherman", "firemen": "fireman", "crises": "crisis", "media": "medium", "data": "data",
    "news": "news", "series": "series", "bus": "bus", "buses": "bus", "gas": "gas", "gases": "gas",
    "princess": "princess",
}  # fmt: skip
NOT_PAST = set(
    """need seed feed bed red hundred speed breed weed bleed exceed proceed succeed indeed shed wed led used
sacred naked wicked hatred embed kindred shred sled""".split()
)
NOT_ING = set(
    """king ring thing bring sing wing spring string evening morning building nothing something anything
everything during sibling ceiling wedding beijing sterling being""".split()
)

GENERAL_PEOPLE = """person people individual other one soul someone human those them victim life casualty figure man
woman adult national citizen resident member survivor body""".split()
PEOPLE = """prisoner detainee inmate captive hostage child kid boy girl teenager worker employee staff soldier troop
fighter rebel militant passenger crew sailor migrant refugee immigrant patient doctor nurse teacher student pupil
journalist reporter activist lawyer judge officer policeman official minister lawmaker deputy senator councillor
councilor protester demonstrator voter candidate player footballer miner farmer fisherman driver pilot engineer
scientist researcher tourist visitor guest villager customer client shareholder investor firefighter rescuer diver
guard gunman suspect defendant witness juror delegate diplomat ambassador doctor athlete rider runner swimmer musician
actor monk priest bishop nun brother sister son daughter parent father mother couple family relative orphan widow
neighbour neighbor colleague volunteer expert dissident critic opponent supporter loyalist spaniard peacekeeper
civilian commuter climber hiker skier cyclist jockey welder baker dockers docker dead wounded injured missing trainee
apprentice subscriber donor member applicant recruit veteran pensioner beneficiary convict fugitive smuggler
trafficker mourner spectator fan follower user reader trader analyst economist strategist official representative
envoy aide negotiator mediator monitor observer inspector investigator detective prosecutor nominee president premier
mayor governor king queen prince princess boss executive manager director founder owner partner chef cook
waiter""".split()

KIN = """brother sister sibling twin son daughter child father mother parent husband wife spouse partner uncle aunt
nephew niece cousin grandfather grandmother grandson granddaughter widow widower stepson stepdaughter stepfather
stepmother fiance fiancee""".split()
SYMMETRIC = set("brother sister sibling twin spouse partner cousin colleague friend rival ally husband wife".split())
CONVERSE = {
    "uncle": "nephew", "aunt": "nephew", "nephew": "uncle", "niece": "uncle", "father": "son", "mother": "son",
    "son": "father", "daughter": "father", "parent": "child", "child": "parent", "employer": "employee",
    "predecessor": "successor", "successor": "predecessor", "boss": "deputy",
}  # fmt: skip
RELATIONS = [*KIN, *"""lawyer deputy predecessor successor boss aide adviser advisor assistant secretary spokesman
spokeswoman spokesperson chairman chairwoman president director head leader chief founder owner member ally rival friend
colleague coach manager captain teacher student pupil doctor nurse patient driver bodyguard client agent employee
employer""".split()]  # fmt: skip

TITLES = """president minister director chairman chairwoman chair chief head leader secretary mayor governor senator
judge justice prosecutor spokesman spokeswoman spokesperson ambassador general colonel captain major lieutenant
sergeant commander admiral inspector commissioner professor doctor dr mr mrs ms sir dame lord lady king queen prince
princess pope archbishop bishop cardinal father sister rabbi imam coach manager chancellor premier deputy speaker
treasurer founder owner ceo executive researcher analyst economist lawyer attorney editor author actor actress singer
striker goalkeeper pilot engineer sheriff officer detective councillor mp representative congressman congresswoman
envoy mediator""".split()
HONORIFICS = set("mr mrs ms miss dr sir dame lord lady prof st rev".split())
