// Given the rules to keep and the looks that passed before: [what is against them, the looks that passed now].
async ([rules, passed]) => {
  const known = new Set(passed);
  const places = new Map(); // an element and what lies behind its text
  const placeOf = one => {
    if (!one) return { colours: "", opacity: 1, plain: true };
    if (!places.has(one)) {
      const style = getComputedStyle(one);
      const around = placeOf(one.parentElement);
      const colour = style.backgroundColor;
      const hides = colour.startsWith("rgb(");
      places.set(one, {
        colours: hides ? colour : colour === "rgba(0, 0, 0, 0)" ? around.colours : `${colour} on ${around.colours}`,
        opacity: style.opacity * around.opacity,
        plain: style.backgroundImage === "none" && (hides || around.plain), // axe tells nothing of text on a picture
      });
    }
    return places.get(one);
  };
  const says = one =>
    one.matches("input, select, textarea") ||
    [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const lookOf = one => {
    const { colours, opacity, plain } = placeOf(one);
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
    return plain && [color, fontSize, fontWeight, textShadow, opacity, colours].join("; ");
  };
  const shown = one => placeOf(one).opacity > 0 && one.checkVisibility() && one.getBoundingClientRect().width > 1;

  const { violations } = await axe.run({
    runOnly: rules, rules: { "color-contrast": { enabled: false } }, resultTypes: ["violations"],
  });
  const fresh = new Map();
  for (const one of document.body.querySelectorAll("*:not(script, style, option)")) {
    const look = says(one) && shown(one) && lookOf(one);
    if (look && !known.has(look)) fresh.set(one, look);
  }
  const plainly = rule => ({ id: rule.id, nodes: rule.nodes.map(node => ({ html: node.html })) });
  if (!fresh.size) return [violations.map(plainly), []];
  const judged = await axe.run(
    { include: [...fresh.keys()] },
    { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true },
  );
  const failed = judged.violations.flatMap(rule => rule.nodes.map(node => fresh.get(node.element)));
  const right = judged.passes.flatMap(rule => rule.nodes.map(node => fresh.get(node.element)));
  return [
    [...violations, ...judged.violations].map(plainly),
    right.filter(look => look && !failed.includes(look)),
  ];
}
