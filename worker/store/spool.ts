/**
 * Batches waiting on disk while Postgres does not take them: numbered files of checksummed lines, fsynced per batch.
 * First in, first out. A torn or damaged line is reported and skipped, the good ones around it are kept.
 * Writing twice is harmless for the reader, because batches are idempotent. Knows nothing of Postgres.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { type Batch, parseBatch, serializeBatch } from "@/worker/store/batch";

/** A file is closed and the next one begun past this size. */
export const spoolFileBytesMax = 16 * 1024 * 1024;
/** Policy past this size of the whole spool: `append` rejects with SpoolFull; the worker stops and says so. */
export const spoolBytesMax = 2 * 1024 * 1024 * 1024;

/** The spool has reached `spoolBytesMax`. */
export class SpoolFull extends Error {
  constructor(bytes: number, bytesMax: number) {
    super(`spool: expected room for another batch, got ${bytes} of at most ${bytesMax} bytes on disk`);
  }
}

/** A line that could not be read back. */
export interface SpoolDamage {
  readonly file: string;
  readonly line: number;
  readonly bytes: number;
}

const fileName = /^(\d{8})\.ndjson$/;

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The spool in one directory. Only one process may use it (the worker's lock sees to that). */
export class Spool {
  private readonly directory: string;
  private readonly onDamage: (damage: SpoolDamage) => void;
  private readonly bytesMax: number;
  private readonly fileBytesMax: number;
  private files: number[] = [];
  private readonly sizes = new Map<number, number>();
  private writing: { readonly number: number; readonly handle: FileHandle } | null = null;

  constructor(
    directory: string,
    onDamage: (damage: SpoolDamage) => void,
    bytesMax = spoolBytesMax,
    fileBytesMax = spoolFileBytesMax,
  ) {
    this.directory = directory;
    this.onDamage = onDamage;
    this.bytesMax = bytesMax;
    this.fileBytesMax = fileBytesMax;
  }

  /** Finds what an earlier run left. Call once, before anything else. */
  async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const names = await readdir(this.directory);
    this.files = names
      .flatMap((name) => fileName.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
    for (const file of this.files) this.sizes.set(file, (await stat(this.pathOf(file))).size);
  }

  /** True when nothing waits. */
  get empty(): boolean {
    return this.files.length === 0;
  }

  /** Bytes on disk. */
  get bytes(): number {
    let sum = 0;
    for (const size of this.sizes.values()) sum += size;
    return sum;
  }

  /** Appends batches and returns once they are on the disk. @throws SpoolFull past the size bound */
  async append(batches: readonly Batch[]): Promise<void> {
    if (batches.length === 0) return;
    if (this.bytes >= this.bytesMax) throw new SpoolFull(this.bytes, this.bytesMax);
    const { number, handle } = await this.writable();
    let text = "";
    for (const batch of batches) {
      const json = serializeBatch(batch);
      text += `${checksum(json)} ${json}\n`;
    }
    try {
      // Not write(): on a full disk that writes a part and calls it done.
      await handle.appendFile(text);
      await handle.datasync();
    } catch (error) {
      // Part of the text may be there: the next batch must not continue that line.
      await this.closeWriting();
      throw error;
    }
    this.sizes.set(number, (this.sizes.get(number) ?? 0) + Buffer.byteLength(text));
  }

  /**
   * Hands the batches of the oldest file to `take`, in order, and removes the file when all were taken.
   * If `take` rejects, the file stays and is handed out again from its beginning.
   */
  async drainOldest(take: (batch: Batch) => Promise<void>): Promise<void> {
    const number = this.files[0];
    if (number === undefined) return;
    // Never read and append at once: new batches go to the next file.
    if (this.writing?.number === number) await this.closeWriting();
    const input = createReadStream(this.pathOf(number));
    try {
      let line = 0;
      for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        line += 1;
        const json = text.slice(17);
        if (text[16] === " " && checksum(json) === text.slice(0, 16)) await take(parseBatch(json));
        else this.onDamage({ file: this.pathOf(number), line, bytes: text.length });
      }
    } finally {
      // Closing the lines leaves the file open, and during an outage this is tried every few seconds.
      input.destroy();
    }
    await rm(this.pathOf(number), { force: true });
    this.files = this.files.filter((file) => file !== number);
    this.sizes.delete(number);
  }

  /** Closes the file being written. */
  async close(): Promise<void> {
    await this.closeWriting();
  }

  private pathOf(number: number): string {
    return path.join(this.directory, `${String(number).padStart(8, "0")}.ndjson`);
  }

  private async writable(): Promise<{ readonly number: number; readonly handle: FileHandle }> {
    if (this.writing !== null && (this.sizes.get(this.writing.number) ?? 0) < this.fileBytesMax) return this.writing;
    await this.closeWriting();
    const number = (this.files.at(-1) ?? 0) + 1;
    const handle = await open(this.pathOf(number), "a", 0o600);
    this.files.push(number);
    this.sizes.set(number, 0);
    this.writing = { number, handle };
    return this.writing;
  }

  private async closeWriting(): Promise<void> {
    const { writing } = this;
    this.writing = null;
    await writing?.handle.close();
  }
}
