/** The options page: where the service is, the key to it, and whether both work. */
import { renderProblem } from "./panel/panel.js";
import { plural } from "./panel/words.js";
import { Service, ServiceProblem } from "./service.js";
import { askToReach, isExposed, loadSettings, readAddress, saveSettings } from "./settings.js";

const TRIAL_CLAIM = "five Spaniards freed";

const form = document.getElementById("form");
const address = document.getElementById("address");
const key = document.getElementById("key");
const error = document.getElementById("address-error");
const show = document.getElementById("show");
const said = document.getElementById("said");
const outcome = document.getElementById("outcome");

document.getElementById("origin").textContent = location.origin;
const settings = await loadSettings();
address.value = settings.address;
key.value = settings.key;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  outcome.replaceChildren();
  said.textContent = "";
  const read = check();
  if (read) void save(read);
});

show.addEventListener("click", () => {
  const visible = key.type === "password";
  key.type = visible ? "text" : "password";
  show.setAttribute("aria-pressed", String(visible));
});

/** @returns {{address: string, key: string} | null} null where the address is none. */
function check() {
  try {
    const read = { address: readAddress(address.value), key: key.value.trim() };
    if (read.key && /[^\x21-\x7e]/.test(read.key)) throw new RangeError("The key has characters in it that no key has.");
    complain("");
    return read;
  } catch (fault) {
    complain(fault.message);
    address.focus();
    return null;
  }
}

/** @param {string} text */
function complain(text) {
  error.textContent = text;
  if (text) address.setAttribute("aria-invalid", "true");
  else address.removeAttribute("aria-invalid");
}

/** @param {{address: string, key: string}} read */
async function save(read) {
  const allowed = await askToReach(read.address); // first: the browser asks only straight from the press
  await saveSettings(read);
  address.value = read.address;
  if (!allowed) return fail({ kind: "denied", address: read.address });
  said.textContent = "Saved. Trying it.";
  try {
    const verdict = await new Service(read).checkClaim(TRIAL_CLAIM);
    said.textContent = `Saved, and it works: ${plural(verdict.archive.articles, "article")} in the archive.${warning(read)}`;
  } catch (fault) {
    fail(fault instanceof ServiceProblem ? fault.problem : { detail: String(fault) });
  }
}

/** @param {import("./panel/words.js").Problem} problem */
function fail(problem) {
  said.textContent = "Saved, but it does not work yet.";
  outcome.replaceChildren(renderProblem(problem, { document, onRetry: () => form.requestSubmit() }));
}

/** @returns {string} */
function warning(read) {
  return read.key && isExposed(read.address) ? " The key travels unencrypted: an address with https:// would keep it safe." : "";
}
