/**
 * The background of the extension: menu, shortcuts, the toolbar's button, and messages from marked pages.
 *
 * It opens the panel and leaves there what was asked (in `chrome.storage.session`, under the tab's number);
 * the panel does the work, since it lives as long as the reader looks at it and this worker does not.
 */
import { leaveAsk } from "./asks.js";
import { readSelection } from "./tabs.js";
import { guardStorage } from "./settings.js";

/** What each shortcut asks; the menu's entries have the same names. */
const ASKS = {
  "check-selection": async (tab) => ({ kind: "selection", text: await readSelection(tab.id) }),
  "check-page": async () => ({ kind: "page" }),
};

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.removeAll(() => {
    chrome.contextMenus.create({ id: "check-selection", title: "Check with Veridict", contexts: ["selection"] });
    chrome.contextMenus.create({ id: "check-page", title: "Check this page with Veridict", contexts: ["page"] });
  });
});

chrome.contextMenus.onClicked.addListener((info, tab) => {
  if (!tab) return;
  const ask = info.menuItemId === "check-page" ? { kind: "page" } : { kind: "selection", text: info.selectionText ?? "" };
  void openWith(tab, () => ask);
});

chrome.commands.onCommand.addListener((command, tab) => {
  if (tab && Object.hasOwn(ASKS, command)) void openWith(tab, () => ASKS[command](tab));
});

chrome.action.onClicked.addListener((tab) => void openPanel(tab));

chrome.runtime.onMessage.addListener((message, sender) => {
  const { tab } = sender;
  if (tab && message?.type === "show" && Number.isInteger(message.index)) {
    void openWith(tab, () => ({ kind: "show", index: message.index }));
  }
});

void guardStorage();

/** @param {chrome.tabs.Tab} tab @param {() => object | Promise<object>} makeAsk */
async function openWith(tab, makeAsk) {
  const opening = openPanel(tab); // first: the browser opens panels only straight from a press or a click
  await leaveAsk(tab.id, await makeAsk());
  await opening;
}

/** Open the side panel, the sidebar, or where a browser has neither, a window. @param {chrome.tabs.Tab} tab */
async function openPanel(tab) {
  try {
    if (chrome.sidePanel) await chrome.sidePanel.open({ windowId: tab.windowId });
    else if (chrome.sidebarAction) await chrome.sidebarAction.open();
    else throw new Error("no side panel in this browser");
  } catch {
    if (!(await isPanelOpen())) await chrome.windows.create({ url: `side.html?tab=${tab.id}`, type: "popup", width: 440, height: 720 });
  }
}

/** @returns {Promise<boolean>} */
async function isPanelOpen() {
  const address = chrome.runtime.getURL("side.html");
  const contexts = (await chrome.runtime.getContexts?.({})) ?? [];
  return contexts.some(({ documentUrl }) => documentUrl?.startsWith(address));
}
