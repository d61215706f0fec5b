/**
 * Alerts on disk while Postgres cannot take them: one file per alert, written and fsynced before the sender hears "stored",
 * read back in order of receipt and removed once Postgres has it. A record whose checksum is wrong is set aside and reported.
 * Bounded; knows neither HTTP nor tables.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, unlink } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

/** Files kept. Policy past it: the alert is not taken (the sender gets 503 and tries again). */
export const INBOX_FILES_MAX = 10_000;

const recordSchema = z.object({
  /** sha256 of the caller's token: who it was is looked up when Postgres is back. */
  tokenHash: z.string(),
  receivedAt: z.number().int(),
  contentType: z.string().nullable(),
  body: z.string(),
  bodyHash: z.string(),
  remote: z.string().nullable(),
});

/** An alert waiting on disk. */
export type InboxRecord = Readonly<z.output<typeof recordSchema>>;

/** What a drain did. */
export interface DrainReport {
  readonly applied: number;
  /** Names of files set aside as `<name>.bad` because they could not be read or taken. */
  readonly bad: readonly string[];
}

const waiting = (name: string): boolean => name.endsWith(".json");

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The folder of waiting alerts below DATA_DIR. */
export class Inbox {
  private readonly dir: string;
  private readonly filesMax: number;
  /** About how many files are there: counted at first use, raised by `add`, counted anew at the bound. */
  private count = Number.POSITIVE_INFINITY;

  /** @param dir folder of its own; made on first use */
  constructor(dir: string, filesMax: number = INBOX_FILES_MAX) {
    this.dir = dir;
    this.filesMax = filesMax;
  }

  /**
   * Writes an alert durably: file and folder are synced when this resolves.
   * @returns false when the inbox is full
   * @throws when the disk does not take it
   */
  async add(record: InboxRecord): Promise<boolean> {
    await mkdir(this.dir, { recursive: true });
    if (this.count >= this.filesMax) this.count = await this.size();
    if (this.count >= this.filesMax) return false;
    this.count += 1;
    const name = `${String(record.receivedAt).padStart(15, "0")}-${randomUUID()}.json`;
    const text = JSON.stringify(record);
    const draft = path.join(this.dir, `${name}.draft`);
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(`${checksum(text)} ${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path.join(this.dir, name));
    await syncFolder(this.dir);
    return true;
  }

  /** Number of alerts waiting. */
  async size(): Promise<number> {
    return (await this.names()).length;
  }

  /**
   * Hands every waiting alert to `apply`, oldest first, and removes it afterwards; one for which it answers false is set aside.
   * Ends at the first that `apply` throws for: the rest keeps its order and waits for the next drain.
   * A crash between the two steps applies an alert twice; its id makes the second one a duplicate.
   */
  async drain(apply: (record: InboxRecord) => Promise<boolean>): Promise<DrainReport> {
    let applied = 0;
    const bad: string[] = [];
    for (const name of await this.names()) {
      const file = path.join(this.dir, name);
      const record = parseRecord(await readFile(file, "utf8"));
      if (record !== null && (await apply(record))) {
        await unlink(file);
        applied += 1;
      } else {
        await rename(file, `${file}.bad`);
        bad.push(name);
      }
    }
    return { applied, bad };
  }

  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.dir)).filter(waiting).sort();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  }
}

function parseRecord(line: string): InboxRecord | null {
  const text = line.trimEnd();
  const at = text.indexOf(" ");
  const json = text.slice(at + 1);
  if (at < 0 || text.slice(0, at) !== checksum(json)) return null;
  const parsed = recordSchema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
