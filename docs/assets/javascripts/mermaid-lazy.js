/* The theme asks window.mermaid to draw, and would fetch it from another host. This stand-in loads our own copy,
   at the first diagram. */
(() => {
  const engine = new URL("../vendor/mermaid/mermaid.esm.min.mjs", document.currentScript.src).href;
  let options;
  let loaded;

  const load = async () => {
    const { default: mermaid } = await import(engine);
    mermaid.initialize({
      ...options,
      theme: "base",
      fontFamily: "inherit",
      themeVariables: { fontSize: "13px" },
      // its labels can be read: it scrolls, and is not shrunk; two stand beside each other in a column
      flowchart: { ...options.flowchart, useMaxWidth: false, nodeSpacing: 30 },
    });
    return mermaid;
  };

  window.mermaid = {
    initialize: (given) => { options = given; },
    render: async (id, text) => (await (loaded ??= load())).render(id, text),
  };
})();
