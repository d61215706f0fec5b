/** What the system knows of a process: from /proc on Linux (slim images have no ps), from ps elsewhere. Empty when it is gone. */
import { spawnSync } from "node:child_process";
import fs from "node:fs";

function ps(field, pid) {
  return (spawnSync("ps", ["-o", `${field}=`, "-p", String(pid)], { encoding: "utf8" }).stdout ?? "").trim();
}

function proc(pid, file) {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** Whether the process exists (a zombie does not). */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return !/^State:\s+Z/m.test(process.platform === "linux" ? proc(pid, "status") : "");
}

/** Name of its program, e.g. `postgres`. */
export function programOf(pid) {
  return process.platform === "linux" ? proc(pid, "comm").trim() : (ps("comm", pid).split("/").at(-1) ?? "");
}

/** Its whole command line. */
export function commandLineOf(pid) {
  return process.platform === "linux" ? proc(pid, "cmdline").replaceAll("\0", " ").trim() : ps("args", pid);
}

/** Process id of its parent, 0 when it is gone. */
export function parentOf(pid) {
  return Number(
    process.platform === "linux" ? (/^PPid:\s+(\d+)/m.exec(proc(pid, "status"))?.[1] ?? 0) : ps("ppid", pid),
  );
}
