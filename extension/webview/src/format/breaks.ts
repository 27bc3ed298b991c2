/** Long runs without a blank, cut where a line may break: after separators, else at a fixed length. */
export function breakable(text: string, longest = 20): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  const letters = new Intl.Segmenter("en", { granularity: "grapheme" });
  let run = 0;
  for (const { segment } of letters.segment(text)) {
    piece += segment;
    run = /\s/.test(segment) ? 0 : run + 1;
    if ((run > longest / 2 && /[/\\._:@-]/.test(segment)) || run >= longest) {
      pieces.push(piece);
      piece = "";
      run = 0;
    }
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}
