/**
 * Puts Veridict into the block editor: the sidebar, the button in the toolbar of text, the checks while writing.
 */
import { watchSaves } from "./archive.js";
import { currentTarget, isLive, Sidebar, SIDEBAR } from "./sidebar.js";
import { STORE } from "./store.js";
import { REFERENCE } from "./text.js";

const { createElement: el, Fragment } = wp.element;
const { RichTextShortcut, RichTextToolbarButton } = wp.blockEditor;
const { dispatch, select, subscribe } = wp.data;
const { __ } = wp.i18n;

/** After the last change, milliseconds. */
const PAUSE_MS = 1500;

/** Open the sidebar and check what is selected. */
function checkHere() {
  const target = currentTarget();
  dispatch("core/edit-post").openGeneralSidebar(`veridict/${SIDEBAR}`);
  if (target !== null && target.text.length >= 3) dispatch(STORE).checkSentence(target);
}

/** Check the draft when the writing pauses; only what has changed is asked. */
function watchWriting() {
  let before = null;
  let timer = 0;
  subscribe(() => {
    const blocks = select("core/block-editor").getBlocks();
    if (blocks === before) return;
    before = blocks;
    clearTimeout(timer);
    if (isLive()) timer = setTimeout(() => dispatch(STORE).checkDraft(), PAUSE_MS);
  });
}

wp.richText.registerFormatType(REFERENCE, {
  title: __("Check with Veridict", "veridict"),
  tagName: "sup",
  className: "veridict-ref",
  edit: () => el(
    Fragment, {},
    el(RichTextShortcut, { type: "access", character: "v", onUse: checkHere }),
    el(RichTextToolbarButton, { icon: "yes-alt", title: __("Check with Veridict", "veridict"), onClick: checkHere, shortcutType: "access", shortcutCharacter: "v" }),
  ),
});

wp.plugins.registerPlugin("veridict", { render: Sidebar, icon: "yes-alt" });

wp.domReady(() => {
  watchSaves();
  watchWriting();
  dispatch(STORE).refreshPost();
});
