"use client";
/** The places of admins, above each of them: one press from any to any other. Health belongs to everyone and stands with them. */
import Link from "next/link";
import { usePathname } from "next/navigation";

const places = [
  { path: "/admin", label: "Overview" },
  { path: "/admin/contracts", label: "Contracts" },
  { path: "/admin/webhooks", label: "Webhooks" },
  { path: "/admin/feed", label: "Feed" },
  { path: "/admin/users", label: "Users" },
  { path: "/admin/audit", label: "Audit log" },
  { path: "/health", label: "Health" },
] as const;

export function AdminNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Admin" className="grid grid-cols-4 border-b border-line bg-surface-1 px-1 md:flex">
      {places.map(({ path, label }) => (
        <Link
          key={path}
          href={path}
          aria-current={pathname === path ? "page" : undefined}
          className="touch -mb-px flex h-9 items-center justify-center border-b-2 border-transparent px-2 text-12 whitespace-nowrap text-text-2 -outline-offset-2 hover:text-text-1 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-text-1"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
