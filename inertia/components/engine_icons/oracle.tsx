/** A temple's front. */
export default {
  hue: 12,
  drawing: (
    <>
      <path d="M4.5 9.5L12 4.5l7.5 5z" />
      <path d="M7 12.5v4M12 12.5v4M17 12.5v4" />
      <path d="M4.5 19.5h15" />
    </>
  ),
}
