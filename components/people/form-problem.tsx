/** What went wrong with a form as a whole; fields say their own beside them. */
import type { SendFailure } from "@/components/people/send";

export function FormProblem({ failure }: { readonly failure: SendFailure | null }) {
  const shown = failure !== null && Object.keys(failure.fields).length === 0;
  return (
    <p role="alert" className="text-13 text-danger empty:hidden">
      {shown ? failure.message : null}
    </p>
  );
}
