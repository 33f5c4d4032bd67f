/** The side panel: shows the view of the tab in front, and hands it what the reader asks. */
import { forget, onAsk, takeAsk } from "./asks.js";
import { readSelection } from "./tabs.js";
import { TabView } from "./view.js";

/** @type {Map<number, TabView>} */
const views = new Map();
const said = document.getElementById("said");
const place = document.getElementById("view");
let shown = -1;

/** A panel in a window of its own stays with one tab: "side.html?tab=12". */
const pinned = Number(new URLSearchParams(location.search).get("tab")) || null;

/** @param {number} tabId @returns {TabView} */
function viewOf(tabId) {
  const view = views.get(tabId) ?? new TabView(tabId, { document, announce: (text) => tabId === shown && (said.textContent = text) });
  views.set(tabId, view);
  return view;
}

/** @param {number} tabId */
async function show(tabId) {
  shown = tabId;
  const view = viewOf(tabId);
  place.replaceChildren(view.root);
  await view.restored;
  await heed(tabId);
}

/** Do what was asked for a tab, if anything. @param {number} tabId */
async function heed(tabId) {
  if (tabId !== shown) return; // when its turn comes, `show` heeds it
  const ask = await takeAsk(tabId);
  if (ask) await viewOf(tabId).take(ask);
}

/** @returns {Promise<number>} */
async function tabInFront() {
  if (pinned) return pinned;
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? -1;
}

document.getElementById("check-selection").addEventListener("click", async () => {
  await viewOf(shown).take({ kind: "selection", text: await readSelection(shown) });
});
document.getElementById("check-page").addEventListener("click", () => void viewOf(shown).take({ kind: "page" }));
document.getElementById("settings").addEventListener("click", () => void chrome.runtime.openOptionsPage());

const { id: windowId } = await chrome.windows.getCurrent();
chrome.tabs.onActivated.addListener((now) => {
  if (!pinned && now.windowId === windowId) void show(now.tabId);
});
chrome.tabs.onUpdated.addListener((tabId, { status }) => {
  if (status) void views.get(tabId)?.lookAfterPage();
});
chrome.tabs.onRemoved.addListener((tabId) => {
  views.get(tabId)?.close();
  views.delete(tabId);
  void forget(tabId);
});
onAsk((tabId) => void heed(tabId));

await show(await tabInFront());
