/**
 * Preloaded into the launcher's children: when the launcher is gone (even by SIGKILL) its channel closes and the child ends.
 * Only direct children: `next dev` forks a process that uses such a channel for itself.
 */
const endMsMax = 5_000;

if (process.channel && process.ppid === Number(process.env.LAUNCH_PID)) {
  process.channel.unref();
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), endMsMax).unref();
  });
}
