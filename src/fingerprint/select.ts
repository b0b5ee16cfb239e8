/** The k-th smallest of the first `n` numbers, 1 ≤ k ≤ n; moves them about. Expected O(n) (Hoare 1961). */
export function kthSmallest(numbers: Float64Array, n: number, k: number): number {
  let low = 0;
  let high = n - 1;
  const want = k - 1;
  while (low < high) {
    const pivot = numbers[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (numbers[i]! < pivot) i++;
      while (numbers[j]! > pivot) j--;
      if (i <= j) {
        const moved = numbers[i]!;
        numbers[i++] = numbers[j]!;
        numbers[j--] = moved;
      }
    }
    if (want <= j) high = j;
    else if (want >= i) low = i;
    else break;
  }
  return numbers[want]!;
}

/** Sorts the first `n` numbers; by insertion where that beats a call. */
export function sortShort(numbers: Float64Array, n: number): void {
  if (n > 32) {
    numbers.subarray(0, n).sort();
    return;
  }
  for (let i = 1; i < n; i++) {
    const number = numbers[i]!;
    let j = i - 1;
    while (j >= 0 && numbers[j]! > number) {
      numbers[j + 1] = numbers[j]!;
      j--;
    }
    numbers[j + 1] = number;
  }
}
