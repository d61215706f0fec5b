"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/**
 * Reads the queries under `name` again whenever `fact` changes: facts are published after their commit,
 * so a change on the stream means that the stored answer has changed too.
 */
export function useRefetchOn(name: string, fact: unknown): void {
  const client = useQueryClient();
  useEffect(() => {
    if (fact !== null) void client.invalidateQueries({ queryKey: [name] });
  }, [client, name, fact]);
}
