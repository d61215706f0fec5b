"use client";
/**
 * Says when the session has ended, and leads to a new one; what was typed on the page stays. The stream ends soon after its
 * session does, so a lost stream is the moment to ask.
 */
import { useEffect, useState } from "react";
import { useConnection } from "@/components/live/hooks";
import { Modal } from "@/components/ui/modal";
import { signInPath } from "@/lib/auth/paths";

/** While the stream stays lost the question is repeated, ms: the database may have been away, too. */
const askAgainMs = 10_000;

async function hasEnded(signal: AbortSignal): Promise<boolean> {
  // Unreachable is not signed out: the feed badge says that part.
  return fetch("/api/session", { signal, cache: "no-store" }).then(
    (response) => response.status === 401,
    () => false,
  );
}

export function SessionWatch() {
  const lost = useConnection().state === "lost";
  const [ended, setEnded] = useState(false);
  const [dismissed, setDismissed] = useState(false);
  useEffect(() => {
    if (!lost) return;
    const stop = new AbortController();
    const ask = (): void => void hasEnded(stop.signal).then((gone) => !stop.signal.aborted && setEnded(gone));
    ask();
    const timer = setInterval(ask, askAgainMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [lost]);
  if (!ended || !lost || dismissed) return null;
  return (
    <Modal label="Your session has ended" onClose={() => setDismissed(true)}>
      <div className="flex flex-col items-start gap-3 p-4">
        <h2 className="text-15 font-semibold">Your session has ended</h2>
        <p className="text-13 text-text-2">Prices stand still until you sign in again. What you typed here is kept.</p>
        <SignInAgain />
      </div>
    </Modal>
  );
}

/** In another tab, so that this page with its drafts stays; it goes live again by itself. */
function SignInAgain() {
  const href = signInPath("/");
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="touch inline-flex h-8 items-center rounded-4 bg-accent px-4 font-medium text-surface-0"
    >
      Sign in again
    </a>
  );
}
