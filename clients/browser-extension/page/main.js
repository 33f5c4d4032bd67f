/** What the panel can ask of a page: its text, marks on it, and a jump to one of them. */
(() => {
  const MOST_UNITS = 200_000; // the service's limit for one text, in code points; units are never fewer
  const page = globalThis.veridictPage;
  if (page.listening) return; // injected again: the check that is shown goes on
  page.listening = true;

  /** @type {{id: string, runs: any[], units: (points: number) => number, marks: any} | null} */
  let check = null;

  const answers = {
    /** Read the page; a new check takes the place of the one before. */
    gather({ id }) {
      check?.marks.clear();
      const { text, runs, cut } = page.gather(page.findRoot(document), MOST_UNITS);
      const marks = new page.Marks(document, (index) => void chrome.runtime.sendMessage({ type: "show", index }));
      check = { id, runs, units: page.unitsOf(text), marks };
      return { text, cut, title: document.title };
    },

    /** Mark sentences as being checked, the last one first: a button divides the text node that it is put into. */
    mark({ claims }) {
      for (const { index, start, end } of [...claims].sort((one, other) => other.start - one.start)) {
        check.marks.add(index, page.locate(check.runs, check.units(start), check.units(end)));
      }
    },

    update({ index, state }) {
      check.marks.update(index, state);
    },

    jump({ index }) {
      return check.marks.jump(index);
    },

    clear() {
      check.marks.clear();
      check = null;
    },

    alive() {
      return true;
    },
  };

  chrome.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id !== chrome.runtime.id || !Object.hasOwn(answers, message.type)) return;
    const current = message.type === "gather" || message.id === check?.id;
    respond(current ? { done: true, value: answers[message.type](message) } : { done: false });
  });
})();
