import { LinkButton } from "./link-button.tsx";

type PaginationProps = {
  label: string;
  /** Back to the first page; null on it. */
  firstHref: string | null;
  nextHref: string | null;
};

/** Cursor pages go forward; the browser's Back goes back. Renders nothing when there is one page. */
export function Pagination({ label, firstHref, nextHref }: PaginationProps) {
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label={label} className="flex justify-end gap-2">
      {firstHref && (
        <LinkButton href={firstHref} prefetch={false}>
          First page
        </LinkButton>
      )}
      {nextHref && (
        <LinkButton href={nextHref} rel="next" prefetch={false}>
          Next page
        </LinkButton>
      )}
    </nav>
  );
}
