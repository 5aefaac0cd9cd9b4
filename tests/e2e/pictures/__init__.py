"""What `make screenshots` lays on its boards, and how."""
