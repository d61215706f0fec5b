import type { Metadata } from "next";
import { HealthReport } from "@/components/admin/health-report";
import { PageHead } from "@/components/ui/page-head";
import { requireRole } from "@/lib/auth/page-guard";

export const metadata: Metadata = { title: "Health" };

export default async function HealthPage() {
  await requireRole("/health");
  return (
    <>
      <PageHead title="Health">Asked every two seconds while this page is open.</PageHead>
      <HealthReport />
    </>
  );
}
