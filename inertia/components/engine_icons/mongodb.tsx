/** A leaf with its vein. */
export default {
  hue: 145,
  drawing: (
    <>
      <path d="M12 3.5c3.4 3 5 6 5 8.8 0 2.9-1.9 4.9-5 5.9-3.1-1-5-3-5-5.9 0-2.8 1.6-5.8 5-8.8z" />
      <path d="M12 9v11.5" />
      <path d="M12 13.5l2.3-2" />
    </>
  ),
}
