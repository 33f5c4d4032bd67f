/**
 * A verdict in the sidebar, with what an editor does next: cite, or draft a ClaimReview.
 */
import { cite } from "./cite.js";
import { ReviewForm } from "./claimreview.js";
import { VerdictPanel } from "./panels.js";
import { STORE } from "./store.js";

const { createElement: el, useState } = wp.element;
const { Button, Notice } = wp.components;
const { useSelect } = wp.data;
const { __ } = wp.i18n;

/**
 * @param {object} props
 * @param {object} props.verdict VerdictOut of the wire contract.
 * @param {import("./cite.js").Target} props.target The sentence.
 * @param {"note" | "link"} props.form How citations are inserted.
 */
export function CheckedVerdict({ verdict, target, form }) {
  const [refusal, setRefusal] = useState("");
  const [drafting, setDrafting] = useState(false);
  const article = useSelect((select) => select(STORE).post().archive?.article_id ?? "", []);
  const insert = (citation) => {
    const why = cite(target, citation, form);
    setRefusal(why);
    if (why === "") wp.a11y.speak(__("Citation inserted.", "veridict"));
  };
  return el(
    "div", { className: "veridict-checked" },
    isOwn(verdict, article) && el(
      Notice, { status: "warning", isDismissible: false },
      __("Cited here is this post’s own earlier version: it does not speak for itself.", "veridict"),
    ),
    el(VerdictPanel, { verdict, onInsert: insert }),
    refusal !== "" && el(Notice, { status: "error", onRemove: () => setRefusal("") }, refusal),
    window.veridictEditor.maySign && !drafting && el(
      Button, { variant: "tertiary", onClick: () => setDrafting(true) }, __("Draft a ClaimReview", "veridict"),
    ),
    drafting && el(ReviewForm, { verdict, onClose: () => setDrafting(false) }),
  );
}

/** @param {object} verdict @param {string} article This post in the archive. @returns {boolean} */
function isOwn(verdict, article) {
  return article !== "" && verdict.citations.some((citation) => citation.article.id === article);
}
