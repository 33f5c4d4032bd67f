/** Where the service is and the key to it, kept in chrome.storage.local, out of reach of the pages. */

export const DEFAULTS = Object.freeze({ address: "http://127.0.0.1:8000", key: "" });

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Keep settings and results from scripts that run in pages. Called by the worker when it starts. */
export async function guardStorage() {
  const accessLevel = "TRUSTED_CONTEXTS";
  // Firefox has no access levels; there nothing of ours that runs in pages reads the storage either
  await chrome.storage.local.setAccessLevel?.({ accessLevel });
  await chrome.storage.session.setAccessLevel?.({ accessLevel });
}

/** @returns {Promise<{address: string, key: string}>} */
export async function loadSettings() {
  const { settings } = await chrome.storage.local.get("settings");
  return { ...DEFAULTS, ...settings };
}

/** @param {{address: string, key: string}} settings */
export async function saveSettings(settings) {
  await chrome.storage.local.set({ settings });
}

/**
 * Read an address as a person types it.
 *
 * @param {string} typed
 * @returns {string} Scheme, host, port and path, without a slash at the end.
 * @throws {RangeError} Not an http or https address; the message is for the reader.
 */
export function readAddress(typed) {
  const text = typed.trim();
  let url;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    throw new RangeError("This is not an address. It looks like http://127.0.0.1:8000");
  }
  if (!["http:", "https:"].includes(url.protocol)) throw new RangeError("The address begins with http:// or https://");
  if (url.username || url.password) throw new RangeError("Leave name and password out of the address");
  return url.origin + url.pathname.replace(/\/+$/, "");
}

/** @param {string} address @returns {boolean} A key sent there could be read on its way. */
export function isExposed(address) {
  const url = new URL(address);
  return url.protocol === "http:" && !LOOPBACK.test(url.hostname);
}

/** @param {string} address @returns {string} The match pattern of this host alone. */
export function hostPattern(address) {
  const { protocol, hostname } = new URL(address);
  return `${protocol}//${hostname}/*`;
}

/** @param {string} address @returns {Promise<boolean>} */
export function mayReach(address) {
  return chrome.permissions.contains({ origins: [hostPattern(address)] });
}

/**
 * Ask the reader to let the extension talk to the service, and to no other host.
 *
 * Call it straight from a click: the browser does not ask otherwise.
 *
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export function askToReach(address) {
  return chrome.permissions.request({ origins: [hostPattern(address)] });
}
