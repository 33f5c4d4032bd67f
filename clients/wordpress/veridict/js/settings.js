/**
 * "Test the connection" on the settings page: asks through the plugin's own route, with what is stored.
 */
(() => {
  const { __, sprintf } = wp.i18n;
  const button = document.getElementById("veridict-test");
  const result = document.getElementById("veridict-test-result");
  button?.addEventListener("click", async () => {
    result.textContent = __("Asking.", "veridict");
    try {
      const { version } = await wp.apiFetch({ path: "/veridict/v1/status" });
      /* translators: %s: version of the service. */
      result.textContent = sprintf(__("It answers: version %s.", "veridict"), version);
    } catch (fault) {
      /* translators: %s: why. */
      result.textContent = sprintf(__("It does not work: %s.", "veridict"), fault.message);
    }
  });
})();
