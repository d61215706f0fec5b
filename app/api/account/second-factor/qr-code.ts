/** A text as the outline of a QR code, for a page to draw as an SVG path: no image, no request, no foreign service. */
import { encode } from "uqr";

export interface QrCode {
  /** Width and height in modules, quiet zone included. */
  readonly size: number;
  /** Path data of the dark modules, one unit each. */
  readonly path: string;
}

/** Quiet zone around the code, modules; scanners want four. */
const border = 4;

/** Encodes up to some 2,300 characters; throws when the text is longer. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { border });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { size, path };
}
