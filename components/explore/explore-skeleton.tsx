/** The layout of Explore before its first answer. */
const figures = ["a", "b", "c", "d"];

export function ExploreSkeleton() {
  return (
    <div aria-hidden>
      <div className="flex flex-col gap-3 border-b border-line p-3">
        <span className="skeleton h-6" />
        <span className="skeleton h-6" />
      </div>
      <div className="grid lg:grid-cols-2">
        {figures.map((figure) => (
          <div key={figure} className="border-b border-line p-3">
            <span className="skeleton block h-3 w-40" />
            <span className="skeleton mt-3 block h-56" />
          </div>
        ))}
      </div>
    </div>
  );
}
