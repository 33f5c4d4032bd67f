/**
 * ClaimReview: a form that drafts, and a button that signs. Nothing is filled in that an editor must decide.
 */
import { askDraft, problemOf, removeReview, signReview } from "./service.js";
import { postId, STORE } from "./store.js";
import { ProblemPanel } from "./panels.js";

const { createElement: el, useState } = wp.element;
const { Button, CheckboxControl, Notice, SelectControl, TextareaControl, TextControl } = wp.components;
const { useDispatch, useSelect } = wp.data;
const { __, sprintf } = wp.i18n;

const RATINGS = [
  { value: "", label: __("Choose a rating", "veridict") },
  { value: "1", label: __("1: False", "veridict") },
  { value: "2", label: __("2: Mostly false", "veridict") },
  { value: "3", label: __("3: Half true", "veridict") },
  { value: "4", label: __("4: Mostly true", "veridict") },
  { value: "5", label: __("5: True", "veridict") },
];

/**
 * @param {object} props
 * @param {object} props.verdict VerdictOut that the review rests on.
 * @param {() => void} props.onClose
 */
export function ReviewForm({ verdict, onClose }) {
  const [fields, setFields] = useState({ claim_reviewed: verdict.claim, rating: "", rating_label: "", note: "", claimant: "", appearance: "" });
  const [confirmed, setConfirmed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const published = useSelect((select) => select("core/editor").isCurrentPostPublished(), []);
  const { set } = useDispatch(STORE);
  const change = (name) => (value) => setFields({ ...fields, [name]: value });
  const chooseRating = (value) => {
    const label = RATINGS.find((rating) => rating.value === value).label.replace(/^\d: /, "");
    setFields({ ...fields, rating: value, rating_label: value === "" ? "" : label });
  };
  const sign = async () => {
    setBusy(true);
    try {
      set("post", await signReview(postId(), { ...fields, rating: Number(fields.rating), verdict_id: verdict.id, confirmed }));
      wp.a11y.speak(__("ClaimReview signed.", "veridict"));
      onClose();
    } catch (fault) {
      setProblem(await problemOf(fault));
      setBusy(false);
    }
  };
  const complete = fields.rating !== "" && fields.rating_label.trim() !== "" && fields.claim_reviewed.trim().length >= 3;
  return el(
    "fieldset", { className: "veridict-review" },
    el("legend", {}, __("ClaimReview, a draft", "veridict")),
    !published && el(Notice, { status: "info", isDismissible: false }, __("Publish the post first: a ClaimReview carries its address.", "veridict")),
    el(TextareaControl, { label: __("Claim reviewed", "veridict"), value: fields.claim_reviewed, onChange: change("claim_reviewed"), maxLength: 1000 }),
    el(SelectControl, { label: __("Rating", "veridict"), value: fields.rating, options: RATINGS, onChange: chooseRating }),
    el(TextControl, { label: __("Rating in words", "veridict"), value: fields.rating_label, onChange: change("rating_label"), maxLength: 60 }),
    el(TextControl, { label: __("Who made the claim (may be empty)", "veridict"), value: fields.claimant, onChange: change("claimant"), maxLength: 200 }),
    el(TextControl, { label: __("Where, as an address (may be empty)", "veridict"), type: "url", value: fields.appearance, onChange: change("appearance") }),
    el(TextareaControl, { label: __("Note for readers (may be empty)", "veridict"), value: fields.note, onChange: change("note"), maxLength: 1000 }),
    el(Preview, { verdict: verdict.id }),
    el(CheckboxControl, {
      /* translators: %s: the editor's name. */
      label: sprintf(__("I have read the sources and sign this as %s.", "veridict"), window.veridictEditor.user),
      checked: confirmed,
      onChange: setConfirmed,
    }),
    el(
      Button, { variant: "primary", onClick: sign, isBusy: busy, disabled: !(published && confirmed && complete) || busy },
      __("Sign and publish ClaimReview", "veridict"),
    ),
    el(Button, { variant: "tertiary", onClick: onClose }, __("Cancel", "veridict")),
    problem !== null && el(ProblemPanel, { problem, settings: window.veridictEditor.settings }),
  );
}

/** What the service would publish, not signed yet. @param {{verdict: string}} props */
function Preview({ verdict }) {
  const [shown, setShown] = useState(null);
  const open = async ({ target }) => {
    if (!target.open || shown !== null) return;
    try {
      setShown(JSON.stringify(await askDraft(postId(), verdict), null, 2));
    } catch (fault) {
      const { detail } = await problemOf(fault);
      setShown(detail ?? __("The draft could not be loaded.", "veridict"));
    }
  };
  return el(
    "details", { onToggle: open },
    el("summary", {}, __("The unsigned JSON-LD", "veridict")),
    el("pre", { className: "veridict-jsonld", tabIndex: 0 }, shown ?? __("Loading.", "veridict")),
  );
}

/** The reviews that the post carries. */
export function SignedReviews() {
  const reviews = useSelect((select) => select(STORE).post().reviews, []);
  const { set } = useDispatch(STORE);
  const [problem, setProblem] = useState(null);
  const remove = async (id) => {
    try {
      set("post", await removeReview(postId(), id));
    } catch (fault) {
      setProblem(await problemOf(fault));
    }
  };
  if (reviews.length === 0) return null;
  return el(
    "div", { className: "veridict-signed" },
    el("h3", {}, __("Signed ClaimReviews", "veridict")),
    el("ul", {}, reviews.map((review) => el(
      "li", { key: review.id },
      /* translators: 1: claim, 2: rating in words, 3: name of the editor. */
      el("p", {}, sprintf(__("“%1$s”: %2$s, signed by %3$s", "veridict"), review.claim, review.label, review.signed_by)),
      window.veridictEditor.maySign && el(
        Button, { variant: "link", isDestructive: true, onClick: () => remove(review.id) }, __("Take it off the post", "veridict"),
      ),
    ))),
    problem !== null && el(ProblemPanel, { problem, settings: window.veridictEditor.settings }),
  );
}
