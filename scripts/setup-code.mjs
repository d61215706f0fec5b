/**
 * The one-time code that makes the first admin: written into the data folder (readable by its owner only), printed by the
 * launcher, compared by the web app (lib/auth/setup-code.ts), gone once there is an admin.
 */
import { randomInt } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";

/** No signs that look alike. Eight of them are 40 bits; attempts are counted and slowed. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const groupLength = 4;

function newCode() {
  const group = () => Array.from({ length: groupLength }, () => alphabet[randomInt(alphabet.length)]).join("");
  return `${group()}-${group()}`;
}

async function hasAdmin(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT 1 FROM users WHERE role = 'admin' LIMIT 1");
    return rows.length > 0;
  } finally {
    await client.end();
  }
}

/**
 * The code as long as it is needed: the same at every start until somebody has used it.
 * @param {string} databaseUrl migrated database
 * @param {string} dataDir existing folder
 * @returns {Promise<string | null>} null once there is an admin
 */
export async function ensureSetupCode(databaseUrl, dataDir) {
  const file = path.join(dataDir, "setup-code");
  if (await hasAdmin(databaseUrl)) {
    fs.rmSync(file, { force: true });
    return null;
  }
  if (!fs.existsSync(file)) fs.writeFileSync(file, newCode(), { mode: 0o600 });
  return fs.readFileSync(file, "utf8").trim();
}
