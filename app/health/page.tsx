import type { Metadata } from "next";
import { AdminNav } from "@/components/admin/admin-nav";
import { HealthReport } from "@/components/admin/health-report";
import { PageHead } from "@/components/ui/page-head";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Health" };

export default async function HealthPage() {
  const { role } = await requireRole("/health");
  return (
    <>
      {role === "admin" && <AdminNav />}
      <PageHead title="Health">Asked every two seconds while this page is open.</PageHead>
      <HealthReport />
    </>
  );
}
