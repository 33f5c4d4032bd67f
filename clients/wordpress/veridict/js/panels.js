/**
 * The shared panel inside the editor's own interface: thin components around the DOM that panel.js builds.
 */
import { renderProblem, renderVerdict, renderWaiting } from "./panel/panel.js";

const { createElement: el, useEffect, useRef } = wp.element;

/** Dates as the editor's own language writes them. */
const LANGUAGE = document.documentElement.lang || "en-GB";

/**
 * Hold what `build` makes, made anew when `keys` change.
 *
 * @param {{build: () => HTMLElement & {stop?: () => void}, keys: unknown[]}} props
 */
function Held({ build, keys }) {
  const holder = useRef(null);
  useEffect(() => {
    const shown = build();
    holder.current.replaceChildren(shown);
    return () => shown.stop?.();
  }, keys);
  return el("div", { className: "vd-panel", ref: holder });
}

/**
 * @param {object} props
 * @param {object} props.verdict VerdictOut of the wire contract.
 * @param {(citation: object) => void} props.onInsert
 */
export function VerdictPanel({ verdict, onInsert }) {
  const insert = useRef(onInsert);
  insert.current = onInsert; // The panel is built once a verdict; what a click does may change in between.
  const build = () => renderVerdict(verdict, {
    document, heading: "h3", language: LANGUAGE, onInsert: (citation) => insert.current(citation),
  });
  return el(Held, { build, keys: [verdict] });
}

/**
 * @param {object} props
 * @param {import("./panel/words.js").Problem} props.problem
 * @param {() => void} [props.onRetry]
 * @param {string | null} props.settings Address of the settings, for those who may change them.
 */
export function ProblemPanel({ problem, onRetry, settings }) {
  const onSettings = settings === null ? undefined : () => window.open(settings, "_blank", "noopener");
  return el(Held, { build: () => renderProblem(problem, { document, onRetry, onSettings }), keys: [problem] });
}

/** @param {{text: string, onCancel: () => void}} props */
export function WaitingPanel({ text, onCancel }) {
  return el(Held, { build: () => renderWaiting(text, { document, onCancel }), keys: [text] });
}
