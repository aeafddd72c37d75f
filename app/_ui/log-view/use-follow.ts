"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const endSlackPx = 24;

/**
 * Keeps the end in sight while it grows, lets go when the reader scrolls up, and takes hold again at the end.
 * `contentPx` is the height of the content.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>, startsOn: boolean, contentPx: number) {
  const [isFollowing, setFollowing] = useState(startsOn);
  const last = useRef({ top: 0, height: 0 });

  useLayoutEffect(() => {
    if (isFollowing) scrollToEnd(scroller.current);
  }, [scroller, isFollowing, contentPx]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    function notice() {
      const { scrollTop, scrollHeight, clientHeight } = element!;
      const isAtEnd = scrollTop + clientHeight >= scrollHeight - endSlackPx;
      // Rows that turn out smaller also move the view up; only a move without shrinking is the reader's.
      const isReader = scrollTop < last.current.top - 1 && scrollHeight >= last.current.height;
      const isReaching = scrollTop > last.current.top && isAtEnd;
      if (isReader && !isAtEnd) setFollowing(false);
      else if (isReaching && startsOn) setFollowing(true);
      last.current = { top: scrollTop, height: scrollHeight };
    }
    element.addEventListener("scroll", notice, { passive: true });
    return () => element.removeEventListener("scroll", notice);
  }, [scroller, startsOn]);

  const follow = useCallback(() => setFollowing(true), []);
  const letGo = useCallback(() => setFollowing(false), []);
  return { isFollowing, follow, letGo };
}

function scrollToEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}
