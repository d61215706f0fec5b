/** Tokens of the stylesheet as the chart's canvas wants them: it cannot read OKLCH or CSS variables. */

const names = [
  "up-mark",
  "down-mark",
  "line",
  "grid",
  "text-1",
  "text-2",
  "text-3",
  "accent",
  "danger",
  "session-tint",
  "warn",
  "info",
  "surface-0",
] as const;
type Token = (typeof names)[number];

export type ChartColours = Readonly<Record<Token, string>>;

/** Resolves every token in the present theme to `rgba(...)`, by painting one pixel with it. */
export function readChartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const resolve = (name: Token): string => {
    if (context === null) return "#888888";
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = style.getPropertyValue(`--${name}`).trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
    return `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
  };
  return Object.fromEntries(names.map((name) => [name, resolve(name)])) as ChartColours;
}

/** `rgba(...)` with another opacity. */
export function faded(colour: string, opacity: number): string {
  return colour.replace(/[\d.]+\)$/, `${opacity})`);
}

/** Calls `run` whenever the theme or the colour pair changes; returns the function that stops it. */
export function onThemeChange(run: () => void): () => void {
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-pair"] });
  return () => observer.disconnect();
}
