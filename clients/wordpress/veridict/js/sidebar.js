/**
 * The sidebar: the sentence at hand, the whole draft, the archive.
 */
import { ArchivePanel } from "./archive.js";
import { CheckedVerdict } from "./checked.js";
import { segmentsOf, selectionIn } from "./draft.js";
import { ProblemPanel, WaitingPanel } from "./panels.js";
import { draftSegments, STORE } from "./store.js";
import { readText } from "./text.js";
import { verdictWords } from "./panel/words.js";

const { createElement: el, useState } = wp.element;
const { Button, PanelBody, RadioControl, ToggleControl } = wp.components;
const { dispatch, useDispatch, useSelect } = wp.data;
const { __, _n, sprintf } = wp.i18n;

/** What the server told the editor: see includes/editor.php. */
export const FACTS = window.veridictEditor;

/** WordPress moved it in 6.6. */
const { PluginSidebar } = wp.editor?.PluginSidebar ? wp.editor : wp.editPost;

export const SIDEBAR = "veridict-sidebar";

/** @returns {boolean} Whether drafts are checked while they are written: the editor's own choice, else the site's. */
export function isLive() {
  return wp.data.select("core/preferences").get("veridict", "live") ?? FACTS.live;
}

/** @returns {import("./cite.js").Target | null} The selected words, or the sentence that the caret stands in. */
export function currentTarget() {
  const editor = wp.data.select("core/block-editor");
  const [from, to] = [editor.getSelectionStart(), editor.getSelectionEnd()];
  const block = from?.clientId ? editor.getBlock(from.clientId) : null;
  if (!block || from.offset === undefined || to?.offset === undefined) return null;
  const segments = segmentsOf([block], { typeOf: wp.blocks.getBlockType, read: readText });
  return selectionIn(from, to, segments, document.documentElement.lang || "en");
}

/** The whole sidebar. */
export function Sidebar() {
  const [form, setForm] = useState("note");
  return el(
    PluginSidebar, { name: SIDEBAR, title: __("Veridict", "veridict"), icon: "yes-alt", className: "veridict-sidebar" },
    el(SentencePanel, { form }),
    el(DraftPanel, { form }),
    el(
      PanelBody, { title: __("Citations", "veridict"), initialOpen: false },
      el(RadioControl, {
        label: __("Insert citations as", "veridict"),
        selected: form,
        onChange: setForm,
        options: [
          { label: __("Note with the quote", "veridict"), value: "note" },
          { label: __("Link on the sentence", "veridict"), value: "link" },
        ],
      }),
    ),
    el(ArchivePanel),
  );
}

/** @param {{form: "note" | "link"}} props */
function SentencePanel({ form }) {
  const target = useSelect(() => currentTarget(), []);
  const { status, target: checked, verdict, problem } = useSelect((select) => select(STORE).sentence(), []);
  const { checkSentence, stop } = useDispatch(STORE);
  const long = target !== null && target.text.length >= 3;
  return el(
    PanelBody, { title: __("This sentence", "veridict"), className: "veridict-sentence" },
    long
      ? el("blockquote", { className: "veridict-selected" }, target.text)
      : el("p", {}, __("Put the caret into a sentence, or select words within one paragraph.", "veridict")),
    el(Button, { variant: "primary", disabled: !long, onClick: () => checkSentence(target) }, __("Check this sentence", "veridict")),
    status === "waiting" && el(WaitingPanel, { text: __("Checking the sentence.", "veridict"), onCancel: () => stop("sentence") }),
    status === "failed" && el(ProblemPanel, { problem, onRetry: () => checkSentence(checked), settings: FACTS.settings }),
    status === "done" && el(CheckedVerdict, { verdict, target: checked, form }),
  );
}

/** @param {{form: "note" | "link"}} props */
function DraftPanel({ form }) {
  const { status, done, total, problem } = useSelect((select) => select(STORE).draft(), []);
  const live = useSelect(() => isLive(), []);
  const { checkDraft, stop } = useDispatch(STORE);
  return el(
    PanelBody, { title: __("The whole draft", "veridict"), className: "veridict-draft" },
    el(ToggleControl, {
      label: __("Check while I write", "veridict"),
      checked: live,
      onChange: (value) => {
        dispatch("core/preferences").set("veridict", "live", value);
        if (value) checkDraft();
      },
    }),
    el(Button, { variant: "secondary", onClick: () => checkDraft({ again: true }) }, __("Check the draft", "veridict")),
    status === "waiting" && el(WaitingPanel, { text: progressWords(done, total), onCancel: () => stop("draft") }),
    status === "failed" && el(ProblemPanel, { problem, onRetry: () => checkDraft(), settings: FACTS.settings }),
    el(ClaimList, { form, checked: status !== "none" }),
  );
}

/** @param {number} done @param {number} total @returns {string} */
function progressWords(done, total) {
  if (total === 0) return __("Finding the sentences worth checking.", "veridict");
  /* translators: 1: sentences checked, 2: sentences to check. */
  return sprintf(__("%1$d of %2$d sentences checked.", "veridict"), done, total);
}

/** The draft's checked sentences in reading order. @param {{form: string, checked: boolean}} props */
function ClaimList({ form, checked }) {
  const [open, setOpen] = useState(null);
  const known = useSelect((select) => select(STORE).known(), []);
  useSelect((select) => select("core/block-editor").getBlocks(), []); // Drawn anew when the draft changes.
  const claims = draftSegments().flatMap((segment) => (known[segment.text] ?? [])
    .map((claim) => ({ ...claim, clientId: segment.clientId, attribute: segment.attribute })));
  if (claims.length === 0) return checked && el("p", {}, __("No sentence here is one to check.", "veridict"));
  return el(
    "div", {},
    el("p", { className: "veridict-counts", role: "status" }, countWords(claims)),
    el(
      "ol", { className: "veridict-claims" },
      claims.map((claim) => {
        const key = `${claim.clientId} ${claim.attribute} ${claim.start}`;
        return el(ClaimItem, { key, claim, form, isOpen: open === key, onToggle: () => setOpen(open === key ? null : key) });
      }),
    ),
  );
}

/** @returns {string} "3 supported, 1 refuted" */
function countWords(claims) {
  const counts = new Map();
  for (const { verdict } of claims) {
    if (verdict) counts.set(verdict.verdict, (counts.get(verdict.verdict) ?? 0) + 1);
  }
  const parts = [...counts].map(([label, count]) => `${count} ${verdictWords({ verdict: label }).label.toLowerCase()}`);
  /* translators: %d: sentences to check. */
  const all = sprintf(_n("%d sentence to check", "%d sentences to check", claims.length, "veridict"), claims.length);
  return [all, ...parts].join(", ");
}

/** @param {{claim: object, form: string, isOpen: boolean, onToggle: () => void}} props */
function ClaimItem({ claim, form, isOpen, onToggle }) {
  const { verdict, problem, text } = claim;
  const words = verdict ? verdictWords(verdict) : { symbol: "…", label: problem ? __("Not checked", "veridict") : __("Checking", "veridict") };
  const show = () => {
    onToggle();
    if (!isOpen) pointAt(claim);
  };
  return el(
    "li", { className: "veridict-claim", "data-verdict": verdict?.verdict ?? "none" },
    el(
      "button", { type: "button", className: "veridict-claim-button", "aria-expanded": isOpen, onClick: show },
      el("span", { className: "veridict-claim-symbol", "aria-hidden": true }, words.symbol),
      el("strong", {}, words.label),
      el("span", { className: "veridict-claim-text" }, text),
    ),
    isOpen && verdict && el(CheckedVerdict, { verdict, target: claim, form }),
    isOpen && problem && el(ProblemPanel, { problem, onRetry: () => dispatch(STORE).checkDraft(), settings: FACTS.settings }),
  );
}

/** Select a claim's sentence in the draft. */
function pointAt({ clientId, attribute, start, end }) {
  dispatch("core/block-editor").selectionChange(clientId, attribute, start, end);
}
