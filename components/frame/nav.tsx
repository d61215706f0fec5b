"use client";
import { Activity, CandlestickChart, FlaskConical, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type pages, pagesFor } from "@/components/frame/commands";
import { usePerson } from "@/components/people/person-context";

const icons = {
  "/": CandlestickChart,
  "/signal-lab": FlaskConical,
  "/mfe": Activity,
  "/admin": SlidersHorizontal,
} as const satisfies Readonly<Record<(typeof pages)[number]["path"], unknown>>;

/** The places the person may go to. In the header on wide screens, a bar at the thumb on phones. */
export function Nav() {
  const pathname = usePathname();
  const { role } = usePerson();
  return (
    <nav
      aria-label="Pages"
      className="fixed inset-x-0 bottom-0 z-10 flex border-t border-line bg-surface-1 md:static md:border-0 md:bg-transparent"
    >
      {pagesFor(role).map(({ path, label }) => {
        const Icon = icons[path];
        const here = path === "/" ? pathname === "/" : pathname.startsWith(path);
        return (
          <Link
            key={path}
            href={path}
            aria-current={here ? "page" : undefined}
            className="flex h-13 flex-1 flex-col items-center justify-center gap-0.5 px-3 text-11 whitespace-nowrap text-text-2 -outline-offset-2 hover:text-text-1 aria-[current]:text-text-1 md:h-8 md:flex-none md:rounded-4 md:text-13 md:aria-[current]:bg-surface-2 md:aria-[current]:font-medium"
          >
            <Icon size={18} aria-hidden className="md:hidden" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
