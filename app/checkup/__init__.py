"""What ``truchement doctor`` looks at. Looking changes nothing: no folder, file or row is made by it."""
