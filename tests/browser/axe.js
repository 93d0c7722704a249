// Given the rules to keep, whether they are those of place alone, and what passed before, looks and frames:
// [what is against the rules, what passed now].
async ([rules, ofPlace, passed]) => {
  const known = new Set(passed);
  const digest = async text => String(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
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

  const around = document.querySelectorAll("body > header, body > footer");
  const frame = await digest(JSON.stringify(rules) + innerWidth + [...around].map(one => one.outerHTML.replace(/ href="[^"]*"/g, " href")).join());
  const apart = known.has(frame) ? [...around] : [];

  // What can be touched and is too small, and near another or overlapped by one: of nothing else can axe say that it is
  // too small (its rule is reckoned here with whole boxes). It takes twenty times as long to come to that.
  const touched = [...document.querySelectorAll(
    "a[href], area[href], button, input, select, textarea, summary, iframe, embed, object, audio, video, [contenteditable], [tabindex][role]:not([role=region])",
  )].filter(one => one.checkVisibility()).map(one => [one, one.getBoundingClientRect()]);
  const small = box => box.width < 24 || box.height < 24;
  const gap = (one, other) => Math.hypot(
    Math.max(0, one.left - other.right, other.left - one.right), Math.max(0, one.top - other.bottom, other.top - one.bottom),
  );
  const middle = box => new DOMRect(box.x + box.width / 2, box.y + box.height / 2);
  const overlap = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const crowded = (one, other) => small(one)
    ? gap(one, other) < 12 || (small(other) && gap(one, middle(other)) < 24)
    : overlap(one, other);
  const scrolls = one =>
    (one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight) && /auto|scroll/.test(getComputedStyle(one).overflow);
  const crowd = touched.filter(([one, box]) => !apart.some(part => part.contains(one))
    && touched.some(([other, its]) => other !== one && crowded(box, its))).map(([one]) => one);
  const scrolling = [...document.querySelectorAll("body, body *")].some(scrolls);

  crowd.forEach(one => one.setAttribute("data-crowded", ""));
  axe.configure({ rules: [{ id: "target-size", selector: "[data-crowded]" }] });
  const right = ofPlace && apart.length && !crowd.length && !scrolling;
  const { violations } = right ? { violations: [] } : await axe.run(apart.length ? { exclude: apart } : document, {
    runOnly: rules,
    rules: {
      "color-contrast": { enabled: false }, "target-size": { enabled: crowd.length > 0 }, "scrollable-region-focusable": { enabled: scrolling },
    },
    resultTypes: ["violations"],
  });
  crowd.forEach(one => one.removeAttribute("data-crowded"));
  const framed = violations.length ? [] : [frame];
  const fresh = new Map();
  for (const one of document.body.querySelectorAll("*:not(script, style, option)")) {
    const look = says(one) && shown(one) && lookOf(one);
    if (look && !known.has(look)) fresh.set(one, look);
  }
  const plainly = rule => ({ id: rule.id, nodes: rule.nodes.map(node => ({ html: node.html })) });
  if (!fresh.size) return [violations.map(plainly), framed];
  const judged = await axe.run(
    { include: [...fresh.keys()] },
    { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true },
  );
  const failed = judged.violations.flatMap(rule => rule.nodes.map(node => fresh.get(node.element)));
  const clear = judged.passes.flatMap(rule => rule.nodes.map(node => fresh.get(node.element)));
  return [
    [...violations, ...judged.violations].map(plainly),
    [...framed, ...clear.filter(look => look && !failed.includes(look))],
  ];
}
