import { LoaderCircle } from "lucide-react";

/** A moving ring. Whatever it stands for is said in words beside it. */
export function Spinner() {
  return <LoaderCircle aria-hidden className="size-4 animate-ring" />;
}
