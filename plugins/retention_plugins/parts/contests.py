"""Who may take part in a contest, as far as is known of them."""

from datetime import date, datetime

from attrs import frozen

from retention_sdk import Customer


@frozen(kw_only=True)
class Admission:
    """Who may take part.

    Args:
        opens: the first day.
        closes: the last day.
        minimum_age: how old one has to be, as far as known; 0 asks nobody.
        regions: where one has to live; none is anywhere.
        excluded: where one may not live.
        staff_tag: the tag of those who may not.
    """

    opens: date
    closes: date
    minimum_age: int
    regions: tuple[str, ...]
    excluded: tuple[str, ...]
    staff_tag: str

    def refuses(self, customer: Customer, at: datetime, region: str) -> str:
        """Why somebody cannot take part.

        Args:
            customer: who.
            at: when.
            region: where they live, such as "CZ" or "US-NY"; empty where they did not say.

        Returns:
            "early", "late", "staff", "age" or "region"; empty where they can.
        """
        day = at.astimezone(customer.store.zone).date()
        if not self.opens <= day <= self.closes:
            return "early" if day < self.opens else "late"
        if self.staff_tag in customer.tags:
            return "staff"
        if self.minimum_age and (customer.age(at) or 0) < self.minimum_age:
            return "age"
        return "" if self._lives_right(region or _country(customer)) else "region"

    def _lives_right(self, region: str) -> bool:
        """Whether somebody of a region may take part; where one is excluded, who tells too little is not in it."""
        if not region:
            return not (self.regions or self.excluded)
        country = region.partition("-")[0]
        if self.regions and not {region, country} & {*self.regions}:
            return False
        return not any(one in (region, country) or one.startswith(f"{region}-") for one in self.excluded)


def _country(customer: Customer) -> str:
    """The country of a customer's locale; empty where it names none."""
    last = (customer.profile.locale or "").replace("_", "-").split("-")[-1]
    return last if len(last) == 2 and last.isupper() else ""
