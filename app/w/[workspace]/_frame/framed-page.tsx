import type { ReactNode } from "react";
import { Breadcrumb, type Crumb } from "#app/_ui/breadcrumb.tsx";

type FramedPageProps = {
  crumbs: readonly Crumb[];
  /** `reading` for forms and settings, `full` for logs. */
  width?: "normal" | "reading" | "full";
  children: ReactNode;
};

const widths = { normal: "max-w-6xl", reading: "max-w-2xl", full: "" };

/** A page inside the frame. Its breadcrumb lies in the frame's bar, so that it comes with the page's first byte. */
export function FramedPage({ crumbs, width = "normal", children }: FramedPageProps) {
  return (
    <>
      <div className="pointer-events-none sticky top-0 z-30 -mt-12 flex h-12 items-center ps-9 pe-40 sm:pe-96 md:ps-0 touch:ps-11 touch:pe-46 touch:sm:pe-96">
        <div className="pointer-events-auto min-w-0 bg-canvas">
          <Breadcrumb crumbs={crumbs} />
        </div>
      </div>
      <div className={`mx-auto grid grid-cols-[minmax(0,1fr)] gap-6 pt-6 ${widths[width]}`}>{children}</div>
    </>
  );
}
