/**
 * Of things that stand in another order now, as few as can be that have to be moved to come to it. Each is given by
 * its place before; gives the indexes of those that moved.
 */
export function outOfOrder(placesBefore: number[]): Set<number> {
  // Patience sorting: of all rising rows of a length, the one with the smallest end can grow the most.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  placesBefore.forEach((place, i) => {
    const longer = ends.findIndex((end) => placesBefore[end]! >= place);
    const length = longer < 0 ? ends.length : longer;
    previous[i] = ends[length - 1];
    ends[length] = i;
  });
  const moved = new Set(placesBefore.keys());
  for (let i = ends.at(-1); i !== undefined; i = previous[i]) moved.delete(i);
  return moved;
}
