"use client";
/** Every dated contract with its last trading day: what holds, what the vendor says, and an admin's word with its reason. */
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProblem } from "@/components/people/form-problem";
import { useForm } from "@/components/people/use-form";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import { etStamp, longDate } from "@/lib/format/time";

interface ShownContract {
  readonly id: number;
  readonly ticker: string;
  readonly month: string;
  readonly lastTradeDate: string;
  readonly vendorLastTradeDate: string | null;
  readonly vendorFetchedAt: number | null;
  readonly overrideLastTradeDate: string | null;
  readonly overrideReason: string | null;
  readonly expired: boolean;
}

export function ContractList({
  roots,
}: {
  readonly roots: readonly { readonly contracts: readonly ShownContract[] }[];
}) {
  const contracts = roots.flatMap((root) => root.contracts);
  return (
    <>
      <ul>
        {contracts.map((contract) => (
          <li key={contract.id} className="flex flex-wrap gap-x-4 border-b border-line px-3 py-1 text-13">
            <span className="w-20 font-medium">{contract.ticker}</span>
            <span className="w-20 text-text-2">{contract.month}</span>
            <span className="max-md:ms-auto md:w-44">
              {longDate(contract.lastTradeDate)} {contract.expired && <span className="text-text-2">expired</span>}
            </span>
            <span className="min-w-0 flex-1 text-12 text-text-2 max-md:basis-full">
              {contract.vendorLastTradeDate === null
                ? "by the rule; the vendor has not been asked"
                : `vendor: ${longDate(contract.vendorLastTradeDate)}, asked ${contract.vendorFetchedAt === null ? "" : etStamp(contract.vendorFetchedAt)}`}
              {contract.overrideLastTradeDate !== null && ` · set by an admin: ${contract.overrideReason ?? ""}`}
            </span>
          </li>
        ))}
      </ul>
      {contracts.length > 0 && <OverrideForm contracts={contracts} />}
    </>
  );
}

function OverrideForm({ contracts }: { readonly contracts: readonly ShownContract[] }) {
  const router = useRouter();
  const [id, setId] = useState(contracts[0]?.id ?? 0);
  const chosen = contracts.find((contract) => contract.id === id);
  const { busy, failure, onSubmit } = useForm({
    method: "PATCH",
    path: `/api/admin/contracts/${id}`,
    content: ({ date = "", reason = "" }) => ({ date: date === "" ? null : date, reason }),
    onDone: () => router.refresh(),
  });
  return (
    <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-3 p-3">
      <SelectField label="Contract" value={id} onChange={(event) => setId(Number(event.target.value))} className="w-40">
        {contracts.map((contract) => (
          <option key={contract.id} value={contract.id}>
            {contract.ticker} {contract.month}
          </option>
        ))}
      </SelectField>
      <TextField
        key={`d${id}`}
        label="Last trading day, empty = vendor's"
        name="date"
        type="date"
        defaultValue={chosen?.overrideLastTradeDate ?? ""}
        problem={failure?.fields["date"]}
        className="w-56"
      />
      <TextField
        key={`r${id}`}
        label="Reason"
        name="reason"
        defaultValue={chosen?.overrideReason ?? ""}
        problem={failure?.fields["reason"]}
        className="w-72 max-w-full"
      />
      <Button type="submit" disabled={busy} className="mt-5">
        Set
      </Button>
      <FormProblem failure={failure} />
    </form>
  );
}
