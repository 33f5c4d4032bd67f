/** Reaching into a tab: its selection, and the scripts that read and mark its page. */

const SCRIPTS = ["page/text.js", "page/marks.js", "page/main.js"];

/**
 * Read what is selected, in whichever frame.
 *
 * @param {number} tabId
 * @returns {Promise<string | null>} null where the browser does not let the extension in.
 */
export async function readSelection(tabId) {
  try {
    const found = await chrome.scripting.executeScript({
      target: { tabId, allFrames: true },
      func: () => String(getSelection() ?? ""),
    });
    return found.map(({ result }) => result ?? "").find((text) => text.trim() !== "") ?? "";
  } catch {
    return null;
  }
}

/** One check of one page: the tab's number, and the number by which the page knows the check. */
export class PageCheck {
  /** @param {number} tabId @param {string} [id] Of a check that goes on. */
  constructor(tabId, id = crypto.randomUUID()) {
    this.tabId = tabId;
    this.id = id;
  }

  /**
   * Read the page.
   *
   * @returns {Promise<{text: string, cut: boolean, title: string} | null>} null where the browser does not let us in.
   */
  async gather() {
    try {
      await chrome.scripting.insertCSS({ target: { tabId: this.tabId }, files: ["page/page.css"] });
      await chrome.scripting.executeScript({ target: { tabId: this.tabId }, files: SCRIPTS });
    } catch {
      return null;
    }
    return this.tell({ type: "gather" });
  }

  /**
   * Say something to the page.
   *
   * @param {object} message
   * @returns {Promise<any>} Its answer; null when the page has gone or shows another check.
   */
  async tell(message) {
    try {
      const answer = await chrome.tabs.sendMessage(this.tabId, { ...message, id: this.id }, { frameId: 0 });
      return answer?.done ? (answer.value ?? true) : null;
    } catch {
      return null;
    }
  }
}
