/** The sign of the house, as on the tab. */
export function Mark() {
  return (
    <svg aria-hidden viewBox="0 0 32 32" className="size-7">
      <rect width="32" height="32" rx="8" className="fill-accent-solid" />
      <path
        d="M9 22V10h6a6 6 0 0 1 0 12H9Z"
        className="fill-none stroke-on-solid"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <circle cx="23.5" cy="22" r="2" className="fill-on-solid" />
    </svg>
  );
}
