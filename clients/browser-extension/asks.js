/**
 * What is left for the panel in `chrome.storage.session`: what was asked, and the last answer of each tab.
 *
 * It is kept in memory, never on disk, and forgotten with the browser.
 *
 * @typedef {object} Ask
 * @property {"selection" | "page" | "show"} kind
 * @property {string | null} [text] Of a selection; null where the page could not be read.
 * @property {number} [index] Of a sentence to show.
 */

const ASK = "ask:";
const ANSWER = "answer:";

/** @param {number} tabId @param {Ask} ask */
export async function leaveAsk(tabId, ask) {
  // the number makes the same ask twice a change that the panel hears of
  await chrome.storage.session.set({ [ASK + tabId]: { ...ask, number: crypto.randomUUID() } });
}

/**
 * Take what was asked for a tab; it is gone then.
 *
 * @param {number} tabId
 * @returns {Promise<Ask | null>}
 */
export async function takeAsk(tabId) {
  const key = ASK + tabId;
  const { [key]: ask = null } = await chrome.storage.session.get(key);
  if (ask) await chrome.storage.session.remove(key);
  return ask;
}

/** @param {(tabId: number) => void} listener Called when something is asked for a tab. */
export function onAsk(listener) {
  chrome.storage.session.onChanged.addListener((changes) => {
    for (const [key, { newValue }] of Object.entries(changes)) {
      if (key.startsWith(ASK) && newValue) listener(Number(key.slice(ASK.length)));
    }
  });
}

/** Keep an answer for a panel that is opened again. @param {number} tabId @param {object} answer */
export async function keepAnswer(tabId, answer) {
  // over the browser's quota only the reopening is lost
  await chrome.storage.session.set({ [ANSWER + tabId]: answer }).catch(() => undefined);
}

/** @param {number} tabId @returns {Promise<any>} null without one. */
export async function loadAnswer(tabId) {
  const key = ANSWER + tabId;
  return (await chrome.storage.session.get(key))[key] ?? null;
}

/** @param {number} tabId */
export async function forget(tabId) {
  await chrome.storage.session.remove([ASK + tabId, ANSWER + tabId]);
}
