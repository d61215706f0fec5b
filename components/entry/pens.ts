/** Strokes of the annotations on a canvas: lines on whole pixels, labels with a halo, hatched and dotted columns. */

type Context = CanvasRenderingContext2D;

const hatchStep = 6;

/** A column of the chart: centre, half its width, height, px. */
interface Column {
  readonly x: number;
  readonly half: number;
  readonly height: number;
}

/** A horizontal line. */
export function line(
  context: Context,
  from: number,
  to: number,
  y: number,
  colour: string,
  dash: readonly number[],
): void {
  context.save();
  context.strokeStyle = colour;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(from, Math.round(y) + 0.5);
  context.lineTo(to, Math.round(y) + 0.5);
  context.stroke();
  context.restore();
}

/** Text with a halo of the background, so that candles behind it do not eat it. */
export function label(
  context: Context,
  background: string,
  text: string,
  at: { readonly x: number; readonly y: number },
  colour: string,
  align: CanvasTextAlign = "left",
): void {
  context.save();
  context.textAlign = align;
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = background;
  context.strokeText(text, at.x, at.y);
  context.fillStyle = colour;
  context.fillText(text, at.x, at.y);
  context.restore();
}

/** A column that is no evidence. */
export function hatch(context: Context, { x, half, height }: Column, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(x - half, 0, half * 2, height);
  context.clip();
  context.strokeStyle = colour;
  context.globalAlpha = 0.6;
  context.beginPath();
  for (let y = -half * 2; y < height + half * 2; y += hatchStep) {
    context.moveTo(x - half, y + half * 2);
    context.lineTo(x + half, y);
  }
  context.stroke();
  context.restore();
}

/** A column that came by another way than the others. */
export function column(context: Context, { x, half, height }: Column, colour: string): void {
  context.save();
  context.setLineDash([2, 3]);
  context.strokeStyle = colour;
  context.strokeRect(x - half + 0.5, 2, half * 2 - 1, height - 4);
  context.restore();
}
