"""Opposites (data only): each line two sides of group names of `events` (with `@`, their verbs) or plain words."""

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
overstate | understate
hottest warmest | coldest
@extend | cut shorten
add | cut shed
pass | fail
genuine authentic | forged fake false
worst most highest | lowest fewest least best
bulk most majority | few minority
delighted satisfied | angry disappointed
oversee | neglect
cause | cure
careful | careless
polite | rude
conscious | unconscious
certain sure | uncertain unsure
occupied | unoccupied
""".strip()

# small words, each pair opposite where the words beside them are the same
SMALL = """
more | fewer less
above over | below under
before | after
for | against
most | fewest least
up | down
inside | outside
into | out
""".strip()
