"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { onPaper, paperColumn } from "@/components/entry/paper";

/** Width of an element in whole px, 0 until it is measured; that of a column of the printed sheet while it is printed. */
export function useWidth<Element extends HTMLElement>(): readonly [RefObject<Element | null>, number] {
  const element = useRef<Element>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const measure = (): void => setWidth(Math.floor(element.current?.clientWidth ?? 0));
    const observer = new ResizeObserver(() => {
      if (!window.matchMedia("print").matches) measure();
    });
    observer.observe(element.current);
    // The sheet is laid out right after the event: the drawing has to be there by then.
    const stop = onPaper(() => flushSync(() => setWidth(paperColumn)), measure);
    return () => {
      stop();
      observer.disconnect();
    };
  }, []);
  return [element, width];
}
