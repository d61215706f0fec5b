import type { Metadata } from "next";
import { HealthReport } from "@/components/admin/health-report";
import { PageHead } from "@/components/ui/page-head";

export const metadata: Metadata = { title: "Health" };

export default function HealthPage() {
  return (
    <>
      <PageHead title="Health">Asked every two seconds while this page is open.</PageHead>
      <HealthReport />
    </>
  );
}
