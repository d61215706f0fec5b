"use client";
/** A one-time link, shown once: it is stored nowhere. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { utcStamp } from "@/lib/format/time";

export interface NewLink {
  readonly link: string;
  readonly email: string;
  readonly expiresAt: number;
}

export function OneTimeLink({ link, email, expiresAt }: NewLink) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const copy = (): void => {
    // Without https browsers offer no clipboard; the link can be selected by hand.
    if (navigator.clipboard === undefined) setCopied("refused");
    else
      void navigator.clipboard.writeText(link).then(
        () => setCopied("yes"),
        () => setCopied("refused"),
      );
  };
  return (
    <div role="status" className="flex flex-col gap-2 rounded-4 bg-surface-2 p-3">
      <p className="text-13">
        Give this link to {email}. It works once, until {utcStamp(expiresAt)}, and is not shown again.
      </p>
      <code className="num break-all whitespace-normal select-all" data-testid="one-time-link">
        {link}
      </code>
      <div className="flex items-center gap-3">
        <Button onClick={copy}>{copied === "yes" ? "Copied" : "Copy"}</Button>
        {copied === "refused" && <p className="text-12 text-text-2">Select the link and copy it by hand.</p>}
      </div>
    </div>
  );
}
