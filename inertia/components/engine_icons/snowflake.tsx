/** A crystal with six arms. */
export default {
  hue: 202,
  drawing: (
    <>
      <path d="M12 4v16M5.07 8l13.86 8M18.93 8L5.07 16" />
      <path d="M10 5.8l2 1.7 2-1.7M10 18.2l2-1.7 2 1.7" />
    </>
  ),
}
