"""What happens in the news: groups of words for one event, and which events are opposites (data only).

A line of `EVENTS` is `name = verbs / nouns and adjectives`; words of one line may stand for one another.
A line of `OPPOSITES` is two sides, each a list of group names (with `@`) or plain words.
"""

EVENTS = """
free = free release liberate / liberation
arrest = arrest detain apprehend capture nab / detention detainee
jail = jail imprison incarcerate lock / prison imprisonment custody jail bars
hold = hold keep retain
kill = kill murder slay assassinate massacre / killing murder homicide manslaughter assassination
die = die perish succumb / dead death fatal fatality body deceased late
survive = survive / survivor alive survival
injure = injure wound hurt maim harm / injury wound casualty injured wounded
unhurt = / unhurt unharmed uninjured unscathed unwounded safe
say = say announce state declare tell report note comment remark add explain write post / statement announcement remark
confirm = confirm acknowledge verify corroborate / confirmation
admit = admit concede confess acknowledge / confession admission
deny = deny reject dismiss dispute refute contest rebut repudiate / denial rejection dismissal
accept = accept agree approve endorse back adopt pass consent ratify / approval acceptance consent endorsement agreement
refuse = refuse decline spurn rebuff reject / refusal rejection
oppose = oppose resist object protest / opposition objection
support = support back endorse favour favor / support backing
promise = promise pledge vow undertake commit guarantee / promise pledge vow
demand = demand urge ask request seek petition appeal call / demand request appeal
order = order instruct command direct oblige require compel / order instruction
allow = allow permit let authorise authorize license clear enable / permission licence license permit
forbid = forbid ban bar prohibit outlaw block veto / ban prohibition
attack = attack assault strike raid storm hit shell bomb bombard / attack assault raid strike bombing shelling
shoot = shoot fire / shot gunfire shooting
explode = explode detonate blast / explosion blast detonation
rise = rise increase grow climb gain jump surge soar swell widen advance raise strengthen lift expand / increase growth rise gain surge higher
fall = fall drop decrease decline slide slip plunge tumble shrink sink dip lower reduce cut weaken narrow ease lessen / decrease decline drop fall reduction cut lower
double = double / double twice twofold
halve = halve / half
win = win triumph beat defeat prevail / victory winner win triumph champion
lose = lose / defeat loss loser
beat = beat defeat overcome outvote best thrash
elect = elect vote choose / election vote ballot
appoint = appoint name install nominate designate pick hire recruit promote / appointment nomination
resign = resign quit step retire stand / resignation retirement
dismiss = dismiss sack fire oust remove topple depose overthrow unseat / dismissal removal ouster
replace = replace succeed supplant / successor replacement
meet = meet gather convene assemble / meeting talks summit gathering
visit = visit tour / visit trip
travel = travel fly go sail drive journey head / journey trip flight
arrive = arrive land reach come dock / arrival
leave = leave depart exit quit / departure exit
return = return / return
begin = begin start commence open initiate resume / start beginning opening onset
end = end finish conclude stop cease halt close terminate / end conclusion close
continue = continue proceed persist remain stay / continuation
suspend = suspend pause freeze halt / suspension pause
cancel = cancel scrap abandon scrub axe drop annul revoke withdraw rescind / cancellation
postpone = postpone delay defer / delay postponement
close = close shut mothball shutter / closure shutdown closed
open = open reopen / opening open
build = build construct erect / construction building
destroy = destroy demolish raze ruin wreck gut flatten level / destruction demolition
repair = repair fix mend restore rebuild / repair restoration
damage = damage / damage
buy = buy purchase acquire / purchase acquisition buyer
sell = sell auction / sale seller
pay = pay spend / payment
cost = cost / cost price
lend = lend loan / loan lender
borrow = borrow / borrower
owe = owe / debt
give = give hand donate grant award present deliver provide supply offer / gift donation grant
receive = receive get obtain take / recipient receipt
send = send dispatch ship transfer / shipment transfer
steal = steal rob loot pilfer / theft robbery burglary
find = find discover uncover detect locate recover unearth / discovery finding
search = search hunt seek look comb / search hunt
lack = lack miss / missing lack absence absent
rescue = rescue save pull pluck evacuate / rescue evacuation
sue = sue litigate / lawsuit suit
charge = charge indict prosecute accuse / charge indictment prosecution
accuse = accuse allege blame / accusation allegation blame
convict = convict / conviction guilty
acquit = acquit clear exonerate absolve / acquittal innocent
sentence = sentence condemn / sentence term
fine = fine penalise penalize / fine penalty
plead = plead / plea
rule = rule decide find judge hold determine / ruling verdict decision judgment
uphold = uphold affirm maintain
overturn = overturn quash annul reverse overrule / reversal
appeal = appeal / appeal
investigate = investigate probe examine inspect / investigation inquiry probe examination
test = test check sample examine / test check sample
sign = sign ink / signature
publish = publish release issue print / publication
hide = hide conceal withhold
reveal = reveal disclose specify name identify unveil show / disclosure revelation
know = know aware / knowledge known
unknown = / unknown unclear uncertain unidentified unnamed undisclosed unspecified
expect = expect forecast predict anticipate project estimate / forecast prediction expectation estimate
plan = plan intend aim propose / plan intention proposal
want = want wish hope seek
fear = fear worry dread / fear worry concern
warn = warn caution alert / warning alert
protest = protest demonstrate march rally / protest demonstration march rally protester demonstrator
strike_work = strike / strike stoppage walkout
crash = crash collide smash / crash collision wreck accident
sink = sink capsize founder overturn / sinking
burn = burn blaze / fire blaze wildfire
flood = flood inundate / flood flooding
escape = escape flee abscond / escape
chase = chase pursue / pursuit
kidnap = kidnap abduct / abduction kidnapping hostage captive
marry = marry wed / marriage wedding wife husband
divorce = divorce separate / divorce
born = / born birth
work = work employ / employee worker staff job
join = join enter enrol enlist
treat = treat cure heal / treatment cure
infect = infect / infection
vaccinate = vaccinate immunise immunize inoculate jab / vaccination vaccine jab
teach = teach educate / teacher education
write = write author pen / author writer
praise = praise applaud hail welcome commend / praise
criticise = criticise criticize condemn denounce blast slam attack / criticism condemnation
apologise = apologise apologize regret / apology regret
help = help assist aid / help aid assistance
produce = produce make manufacture / production producer maker manufacturer
use = use employ / use
carry = carry transport haul bear / carriage
contain = contain include comprise hold
cause = cause trigger spark prompt / cause reason
prevent = prevent avert stop block
vote_for = / for favour favor
vote_against = / against
lead = lead head chair command run direct / leader head chief chairman chairwoman
follow = follow / follower
change = change alter amend revise modify / change amendment revision
unchanged = / unchanged steady flat same stable static
extend = extend prolong renew lengthen / extension renewal
shorten = shorten curtail
exceed = exceed surpass top outnumber overtake
trust = trust believe / trust belief confidence
doubt = doubt question / doubt
evacuate = evacuate / evacuation
deport = deport expel extradite / deportation expulsion extradition
invite = invite / invitation
surrender = surrender capitulate / surrender
agree = agree settle / deal agreement accord pact settlement truce
break = break violate breach / breach violation
obey = obey comply honour honor respect / compliance
attend = attend / attendance present
cooperate = cooperate collaborate / cooperation
borrowed = / borrowed
win_prize = win / prize award medal
score = score / goal point
paint = paint draw / painting
""".strip()

OPPOSITES = """
@acquit | guilty
@convict | innocent
@close | open
@open | closed shut
@die @kill | alive
@arrest @jail | free
@free | captive
@free | @arrest @jail hold
@rise | @fall
@acquit clear | @convict
first | last
confirm | reverse overturn
deliberate deliberately | honest accidental accidentally
praise | blame
majority | minority
dead | alive
unhurt unharmed uninjured unscathed | injured hurt wounded
supporter | opponent
acceptance | rejection
closed shut | open
@accept @allow | @refuse @deny @forbid @oppose
@allow | @forbid
@admit @confirm | @deny
@support for | @oppose against
@win | @lose
@begin @open | @end @close
@open | @close
@begin @continue | @end @suspend @cancel
@continue | @end @suspend @cancel stop
@die @kill | @survive alive
@injure | @unhurt
@convict | @acquit
guilty | innocent
@arrive | @leave
@build | @destroy
@repair | @damage
@uphold | @overturn
@know | @unknown
@praise | @criticise
@appoint @elect | @dismiss
@appoint | @resign
@cause | @prevent
@rise @fall | @unchanged
@extend | @shorten @end
@postpone | advance
@cancel | @uphold
@trust | @doubt
@break | @obey
@marry | @divorce
@steal | @return
raise | lower cut reduce
hire recruit | @dismiss
permanent | temporary
legal lawful | illegal unlawful
north northern | south southern
east eastern | west western
high higher highest | low lower lowest
strong stronger strongest | weak weaker weakest
large larger largest big bigger biggest | small smaller smallest little
fast faster fastest quick | slow slower slowest
early earlier earliest sooner | late later latest
long longer longest | short shorter shortest
old older oldest elder | young younger youngest
full | empty
public publicly | private privately secret secretly
upper | lower
true | false untrue
right correct | wrong incorrect
profit gain surplus | loss deficit
expensive dearer | cheap cheaper
safe | dangerous unsafe
possible | impossible
likely | unlikely
able | unable
willing | unwilling reluctant
peaceful | violent
domestic | foreign
positive | negative
hot hotter warm warmer | cold colder cool cooler
wet | dry
rich | poor
easy | difficult hard
inside indoors | outside outdoors
import | export
victory | defeat
voluntary voluntarily | compulsory mandatory
unanimous unanimously | split divided
valid | invalid void
married | single unmarried divorced
military | civilian
urban | rural
empty vacant | occupied
ahead | behind
paid | unpaid
sold | unsold
opened | unopened
successful successfully succeed | unsuccessful unsuccessfully fail
healthy well | sick ill
awake | asleep
armed | unarmed
sober | drunk
satisfied pleased happy | unhappy angry dissatisfied
optimistic hopeful | pessimistic
sunny | rainy
accelerate | slow
tighten | loosen relax
strengthen | weaken
widen | narrow
withdraw | deploy
enter | leave
remember | forget
remain stay | leave
include | exclude
attack | defend
attend | skip boycott
deteriorate worsen | improve
improve | worsen deteriorate
ban | legalise legalize
""".strip()

PHRASES = """
let go = free
set free = free
let out = free
step down = resign
stand down = resign
give up = resign
take office = appoint
swear in = appoint
go up = rise
go down = fall
come down = fall
turn down = refuse
throw out = refuse
rule out = deny
call off = cancel
put off = postpone
hold up = postpone
lay off = dismiss
throw out = dismiss
vote out = dismiss
shut down = close
carry on = continue
go on = continue
go ahead = continue
press ahead = continue
take part = attend
break out = escape
run away = escape
pick up = rescue
hand over = give
give back = return
take over = buy
blow up = explode
set up = build
tear down = destroy
pass away = die
take off = leave
set off = leave
take place = happen
come back = return
go back = return
bring back = return
sign up = join
pull out = leave
get married = marry
lay off = dismiss
cut short = shorten
""".strip()
