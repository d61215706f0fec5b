/**
 * A value kept in this browser: all tabs follow a change at once (storage event). `parse` takes whatever storage holds.
 * Storage can be forbidden (private windows); then the value lasts as long as the page.
 */
export interface StoredValue<Value> {
  /** The same object until it changes. */
  read(): Value;
  write(next: Value): void;
  subscribe(listener: () => void): () => void;
}

export function storedValue<Value>(key: string, parse: (stored: string | null) => Value): StoredValue<Value> {
  const listeners = new Set<() => void>();
  let cached: { readonly text: string | null; readonly value: Value } | null = null;

  function readText(): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return cached?.text ?? null;
    }
  }

  return {
    read() {
      const text = readText();
      if (cached === null || cached.text !== text) cached = { text, value: parse(text) };
      return cached.value;
    },
    write(next) {
      const text = JSON.stringify(next);
      cached = { text, value: next };
      try {
        localStorage.setItem(key, text);
      } catch {
        // Forbidden or full storage: the value still holds in this page.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      window.addEventListener("storage", listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener("storage", listener);
      };
    },
  };
}
