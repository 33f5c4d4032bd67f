/**
 * Where the post stands in the archive: shown in the sidebar, and said after saving where it did not get there.
 */
import { SignedReviews } from "./claimreview.js";
import { postId, STORE } from "./store.js";
import { sendPost } from "./service.js";

const { createElement: el } = wp.element;
const { Button, PanelBody, TextControl } = wp.components;
const { dispatch, select, subscribe, useDispatch, useSelect } = wp.data;
const { __, sprintf } = wp.i18n;

const NOTICE = "veridict-archive";

/**
 * Say in a sentence where a post stands.
 *
 * @param {object | null} archive From the plugin's route; null while it is not known.
 * @returns {string}
 */
function stateWords(archive) {
  if (!window.veridictEditor.send) return __("Posts are not sent to the archive from this site.", "veridict");
  switch (archive?.state) {
    case "sent":
      /* translators: %d: number of the version. */
      return sprintf(__("In the archive, version %d.", "veridict"), archive.version);
    case "waiting":
      /* translators: 1: why, 2: time of day. */
      return sprintf(__("Not in the archive yet: %1$s. It is sent again at %2$s.", "veridict"), archive.problem, timeWords(archive.next_at));
    case "refused":
      /* translators: %s: why. */
      return sprintf(__("The archive did not take this post: %s.", "veridict"), archive.problem);
    case "withdrawn":
      return __("Taken out of the archive.", "veridict");
    default:
      return __("Sent to the archive when it is published.", "veridict");
  }
}

/** @param {number} seconds Unix time. @returns {string} */
function timeWords(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** @param {object} archive @returns {boolean} */
function isStuck(archive) {
  return archive?.state === "waiting" || archive?.state === "refused";
}

/** Send the post now. */
async function sendNow() {
  dispatch(STORE).set("post", await sendPost(postId()));
  tell();
}

/** Say in the editor where the post stands, after it was saved. */
function tell() {
  const { archive } = select(STORE).post();
  const notices = dispatch("core/notices");
  if (!isStuck(archive)) {
    notices.removeNotice(NOTICE);
    if (archive?.state === "sent") notices.createInfoNotice(stateWords(archive), { id: "veridict-sent", type: "snackbar" });
    return;
  }
  const again = { label: __("Send it now", "veridict"), onClick: sendNow };
  notices.createWarningNotice(`Veridict: ${stateWords(archive)}`, { id: NOTICE, actions: [again] });
}

/** Ask after each save where the post stands; an autosave sends nothing. */
export function watchSaves() {
  let saving = false;
  subscribe(() => {
    const editor = select("core/editor");
    const now = editor.isSavingPost() && !editor.isAutosavingPost();
    const ended = saving && !now;
    saving = now;
    if (ended && editor.didPostSaveRequestSucceed() && editor.isCurrentPostPublished()) dispatch(STORE).refreshPost().then(tell);
  });
}

/** The panel of the sidebar. */
export function ArchivePanel() {
  const archive = useSelect((from) => from(STORE).post().archive, []);
  const agency = useSelect((from) => from("core/editor").getEditedPostAttribute("meta")?.veridict_agency, []);
  const { editPost } = useDispatch("core/editor");
  return el(
    PanelBody, { title: __("Archive", "veridict"), className: "veridict-archive" },
    el("p", { className: "veridict-archive-state" }, stateWords(archive)),
    isStuck(archive) && el(Button, { variant: "secondary", onClick: sendNow }, __("Send it now", "veridict")),
    agency !== undefined && el(TextControl, {
      label: __("News agency", "veridict"),
      help: __("If this is agency copy: all reprints of one agency count as one source.", "veridict"),
      value: agency,
      onChange: (value) => editPost({ meta: { veridict_agency: value } }),
    }),
    el(SignedReviews),
  );
}
